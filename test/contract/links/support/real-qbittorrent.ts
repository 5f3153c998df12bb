import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '#test/support/docker/wait-for.ts';

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
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    await untilUp(port, AbortSignal.timeout(20_000));
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
async function untilUp(port: number, deadline: AbortSignal): Promise<void> {
  for (;;) {
    deadline.throwIfAborted();
    const status = await fetch(`http://127.0.0.1:${port}/api/v2/app/version`).then(
      (response) => response.status,
      () => undefined,
    );
    if (status === 403) return;
    await wait(50);
  }
}
