import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#test/support/docker/wait-for.ts';
import { end, untilReady } from '#test/support/processes/programs.ts';

const binary = '/usr/bin/qbittorrent-nox';

/** True, with the reason printed, where the real program is not installed. */
export function skipsRealQbittorrent(): boolean {
  if (existsSync(binary)) return false;
  process.stdout.write(`skipped: ${binary} is not installed (Debian package qbittorrent-nox)\n`);
  return true;
}

export interface RealQbittorrent extends AsyncDisposable {
  readonly port: number;
  readonly password: string;
}

/** The real program with a profile of its own. It exchanges nothing: bound to loopback, and no discovery of any kind. */
export async function startRealQbittorrent(): Promise<RealQbittorrent> {
  const profile = mkdtempSync(join(tmpdir(), 'showrunner-qbittorrent-'));
  const port = await freePort();
  mkdirSync(join(profile, 'qBittorrent', 'config'), { recursive: true });
  writeFileSync(join(profile, 'qBittorrent', 'config', 'qBittorrent.conf'), configuration(port));
  const child = spawn(binary, [`--profile=${profile}`], { stdio: 'ignore' });
  const stop = async (): Promise<void> => {
    await end(child, 'SIGTERM');
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    await untilReady(child, { what: binary, isReady: () => isUp(port) });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, password: 'adminadmin', [Symbol.asyncDispose]: stop };
}

/** The hash is the golden vector of the password `adminadmin`. */
function configuration(port: number): string {
  const hash =
    'ARQ77eY1NUZaQsuDHbIMCA==:0WMRkYTUWVT9wVvdDtHAjU9b3b7uB8NR1Gur2hmQCvCDpm39Q+PsJRJPaCU51dEiz+dTzh8qbPsL8WkFljQYFQ==';
  return `[BitTorrent]
Session\\DHTEnabled=false
Session\\LSDEnabled=false
Session\\PeXEnabled=false
Session\\Interface=lo
Session\\InterfaceName=lo
Session\\InterfaceAddress=127.0.0.1

[LegalNotice]
Accepted=true

[Network]
PortForwardingEnabled=false

[Preferences]
WebUI\\Address=127.0.0.1
WebUI\\Port=${port}
WebUI\\UseUPnP=false
WebUI\\LocalHostAuth=true
WebUI\\Username=admin
WebUI\\Password_PBKDF2="@ByteArray(${hash})"
`;
}

/** 403 means: up, and nobody is logged in. */
function isUp(port: number): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/api/v2/app/version`;
  return fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    ({ status }) => status === 403,
    () => false,
  );
}
