import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import { encodeSecret } from '#adapters/keyring/encode.ts';
import type { InstanceSettings } from '#domain/instance-settings.ts';
import { parseSecretReference, type SecretPart, secretPath } from '#domain/secret.ts';
import { isPortFree } from '#platform/ports.ts';
import { type BenchInstance, writeSettings } from '../support/instance.ts';
import { type ComposeStack, composeStack } from './compose-file.ts';
import { planStack } from './plan-stack.ts';

/** What `showrunner demo` asks for; with all that they require they are eight. */
export const stackServices: readonly string[] = ['sonarr', 'radarr'];

const pools = { showrunner: '10.216.0.0/16', compose: '10.217' } as const;
const owner = { uid: 1000, gid: 1000, umask: '002' } as const;

export interface PreparedStack {
  readonly settingsFile: string;
  composeStackOf(project: string, folder: string): Promise<ComposeStack>;
}

/** Settings for both sides; the Compose file is made once the lab's overlay is there. */
export async function prepareStack(instance: BenchInstance): Promise<PreparedStack> {
  const { home, folders, environment } = instance;
  const overlayFile = join(home.paths.lab, 'overlay.json');
  const folder = environment.catalogFolder ?? '';
  const catalog = await createCatalogFiles({ folder, overlayFile }).list();
  const ports = catalog.flatMap(({ components }) => components.flatMap((component) => component.ports));
  const [own, other] = await freeOffsets(ports.map(({ container }) => container));
  const vpn = labVpn();
  await mkdir(folders.data, { recursive: true });
  const settingsFile = await writeSettings(home, {
    'paths.data': folders.data,
    'paths.config': folders.config,
    'user.uid': owner.uid,
    'user.gid': owner.gid,
    'network.pool': pools.showrunner,
    'network.portOffset': own,
    ...Object.fromEntries(Object.entries(vpn).map(([name, value]) => [`vpn.${name}`, value])),
  });
  return {
    settingsFile,
    composeStackOf: async (project, folder) => {
      const settings: InstanceSettings = {
        paths: { data: join(folder, 'data'), config: join(folder, 'config') },
        user: owner,
        timezone: 'UTC',
        network: { pool: '', bind: '127.0.0.1', portOffset: other },
        images: { mirror: '' },
      };
      const plans = planStack({ name: project, services: stackServices, catalog, settings, given: { vpn } });
      const subnetOf = (at: number) => `${pools.compose}.${at}.0/24`;
      return composeStack(plans, {
        project,
        subnetOf,
        secretOf: secrets(vpn),
        fileFolder: join(folder, 'files'),
      });
    },
  };
}

/** The lab's VPN makes no tunnel, but wants what a real one does, in the right form. */
function labVpn() {
  return {
    provider: 'mullvad',
    type: 'wireguard',
    'wireguard-private-key': randomBytes(32).toString('base64'),
    'wireguard-addresses': '10.64.0.2/32',
  };
}

/** The VPN's as they were given, all others random; each the same wherever it stands. */
function secrets(entered: Readonly<Record<string, string>>): (part: SecretPart) => string {
  const given = new Map(Object.entries(entered).map(([name, value]) => [secretPath('vpn', name), value]));
  const values = new Map<string, string>();
  return ({ secret, as }) => {
    const { path } = parseSecretReference(secret);
    const value = given.get(path) ?? values.get(secret) ?? randomBytes(16).toString('hex');
    values.set(secret, value);
    return encodeSecret(value, as);
  };
}

/** Two offsets at which none of the ports is taken. */
async function freeOffsets(ports: readonly number[]): Promise<readonly [number, number]> {
  const free: number[] = [];
  for (let offset = 33_000; offset <= 50_000 && free.length < 2; offset += 250) {
    const all = await Promise.all(ports.map((port) => isPortFree(port + offset)));
    if (all.every(Boolean)) free.push(offset);
  }
  const [own, other] = free;
  if (own === undefined || other === undefined) throw new Error('No two free blocks of ports were found.');
  return [own, other];
}
