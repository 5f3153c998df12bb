import { randomBytes } from 'node:crypto';
import type { Environment } from '#platform/environment.ts';
import type { Home } from '#platform/home.ts';
import { isPortFree } from '#platform/ports.ts';
import type { CatalogEntry } from '#sdk/generated/schema.ts';
import type { Connection } from '../connection.ts';
import { CommandFailure } from '../failure.ts';
import type { SettingTexts } from './given-settings.ts';
import { standardSettings } from './standard-settings.ts';

/** All that the demo's stack needs and has not been told yet, so that a repeat changes nothing. */
export async function demoSettings(
  { client, home }: Connection,
  environment: Environment,
): Promise<SettingTexts> {
  const [{ given }, { services }] = await Promise.all([client.config.get(), client.services.list()]);
  const offset = given.includes('network.portOffset')
    ? {}
    : { 'network.portOffset': await freeOffset(home, (await client.catalog.list()).definitions) };
  const instance = { 'paths.data': dataFolderOf(home), ...standardSettings(home, environment), ...offset };
  const missing = Object.entries(instance).filter(([name]) => !given.includes(name));
  const hasVpn = services.some(({ id }) => id === 'vpn');
  return { ...Object.fromEntries(missing), ...(hasVpn ? {} : labVpn()) };
}

/** Beside the home, so that removing the home leaves it alone. */
export function dataFolderOf({ paths }: Home): string {
  return `${paths.root}-data`;
}

/** The lab's VPN makes no tunnel, but wants what a real one does, in the right form. */
function labVpn(): SettingTexts {
  return {
    'vpn.provider': 'mullvad',
    'vpn.type': 'wireguard',
    'vpn.wireguard-private-key': randomBytes(32).toString('base64'),
    'vpn.wireguard-addresses': '10.64.0.2/32',
  };
}

const offsets = [20_000, 21_000, 22_000, 23_000, 10_000, 12_000, 14_000, 40_000, 45_000];

/** The demo looks at the first offset first; other instances elsewhere, so that those made at once do not meet there. */
function offsetsFor({ name, id }: Home): readonly number[] {
  const begin = name === 'demo' ? 0 : 1 + (Number.parseInt(id.slice(0, 6), 16) % (offsets.length - 1));
  return [...offsets.slice(begin), ...offsets.slice(0, begin)];
}

/** Added to every published port: one for which none of the catalog's ports is taken, now or by this home. */
async function freeOffset(home: Home, definitions: readonly CatalogEntry[]): Promise<string> {
  const ports = definitions.flatMap((definition) => definition.ports.map(({ container }) => container));
  const kept: ReadonlySet<number> = new Set(Object.values(home.ports));
  const isFree = async (port: number) => port <= 65_535 && !kept.has(port) && (await isPortFree(port));
  for (const offset of offsetsFor(home)) {
    const free = await Promise.all(ports.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return String(offset);
  }
  throw new CommandFailure(
    'conflict',
    'port-taken',
    `No free block of ports was found; tried offsets ${offsets.join(', ')}.`,
    'Free some ports, or choose an offset: showrunner --instance NAME up --set network.portOffset=N',
  );
}
