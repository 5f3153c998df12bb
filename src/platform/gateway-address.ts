import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { hasCode, writeFileAtomically } from './files.ts';
import { asHomeUnusable, inHome } from './home-errors.ts';
import type { HomePaths } from './home-paths.ts';

export interface GatewayAddress {
  readonly host: string;
  readonly port: number;
}

/** `ADDRESS:PORT`, where the address is this machine's own in IPv4: hosts are told it. Undefined for anything else. */
export function parseGatewayAddress(text: string): GatewayAddress | undefined {
  const [, host = '', digits = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  return isIPv4(host) && host !== '0.0.0.0' && port > 0 && port < 65_536 ? { host, port } : undefined;
}

/** The address that this home keeps for its gateway: as the ports are kept, so that every start has it. */
export function readGatewayAddress(paths: HomePaths): GatewayAddress | undefined {
  const text = readKept(paths);
  if (text === undefined) return undefined;
  const address = parseGatewayAddress(text.trim());
  if (address !== undefined) return address;
  throw new DomainError('home-unusable', `${keptFile(paths)} cannot be used: it is not ADDRESS:PORT.`);
}

/** Keeps another one; nothing stands for no gateway. True where it was another before. */
export async function keepGatewayAddress(paths: HomePaths, address: string | undefined): Promise<boolean> {
  const before = readKept(paths)?.trim();
  if (before === address) return false;
  await inHome(paths.root, async () => {
    await mkdir(paths.gateway, { recursive: true, mode: 0o700 });
    if (address === undefined) await rm(keptFile(paths), { force: true });
    else await writeFileAtomically(keptFile(paths), `${address}\n`);
  });
  return true;
}

function readKept(paths: HomePaths): string | undefined {
  try {
    return readFileSync(keptFile(paths), 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw asHomeUnusable(paths.root, error);
  }
}

function keptFile({ gateway }: HomePaths): string {
  return join(gateway, 'address');
}
