import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import type { ContainerSpec } from '#domain/container.ts';
import { isPortFree } from '#platform/ports.ts';
import { planStack } from '../stack/plan-stack.ts';
import type { BenchInstance } from '../support/instance.ts';
import type { DirectInstall } from './direct.ts';
import { fixture } from './fixture.ts';

/** What Showrunner's own plan would put onto the engine for the fixture, under another name. */
export async function planFixture(
  { environment, folders }: BenchInstance,
  label: string,
  { name, port }: { readonly name: string; readonly port: number } = fixture,
): Promise<DirectInstall> {
  const catalog = await createCatalogFiles({ folder: environment.catalogFolder ?? '' }).list();
  const folder = join(folders.config, '..', 'direct');
  const [plan] = planStack({
    name: label,
    services: [name],
    catalog,
    given: {},
    settings: {
      paths: { data: join(folder, 'data'), config: join(folder, 'config') },
      user: { uid: 1000, gid: 1000, umask: '002' },
      timezone: 'UTC',
      network: { pool: '', bind: '127.0.0.1', portOffset: await freeOffset(port) },
      images: { mirror: '' },
    },
  });
  const created = plan?.steps.find((step) => step.type === 'createContainer');
  if (created?.type !== 'createContainer') throw new Error('The fixture’s plan makes no container.');
  const { container } = created.arguments;
  const environmentOf = textsOf(container);
  return { spec: container, environment: environmentOf, subnet: '10.218.0.0/24', port, label };
}

function textsOf({ environment }: ContainerSpec): Readonly<Record<string, string>> {
  const value = randomBytes(16).toString('hex');
  return Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [
      name,
      text.map((part) => (typeof part === 'string' ? part : value)).join(''),
    ]),
  );
}

async function freeOffset(port: number): Promise<number> {
  for (let offset = 41_000; offset < 50_000; offset += 111)
    if (await isPortFree(port + offset)) return offset;
  throw new Error('No free port was found.');
}
