import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** A service of one container that answers on a page, and whose probes are as quick as a definition may ask for. */
export interface LifeFixture {
  readonly name: string;
  readonly port: number;
  /** What becomes of its program on SIGTERM: it ends, or it goes on, as the first process of a container does by default. */
  readonly graceful: boolean;
}

export const probe = { interval: 5, timeout: 2, retries: 2, page: '/index.txt' } as const;
export const graceSeconds = 1;

const hangingAtOnce = 10;
const crowd = 60;

/** Removed, stopped and started. */
export const single: LifeFixture = { name: 'life', port: 14_000, graceful: true };
/** Their program is the container's first process: while that stands still, nothing answers. */
export const hanging: readonly LifeFixture[] = numbered('hang', hangingAtOnce, 14_001, false);
/** As many as a large household has. */
export const many: readonly LifeFixture[] = numbered('many', crowd, 14_101, true);

export async function writeLifeFixtures(folder: string, image: string): Promise<void> {
  for (const one of [single, ...hanging, ...many]) {
    await mkdir(join(folder, one.name));
    await writeFile(join(folder, one.name, 'service.yaml'), stringify(composeFile(one, image)));
  }
}

function numbered(name: string, size: number, firstPort: number, graceful: boolean): readonly LifeFixture[] {
  return Array.from({ length: size }, (_, at) => ({
    name: `${name}-${at + 1}`,
    port: firstPort + at,
    graceful,
  }));
}

/** What the container runs. */
export function commandOf({ port, graceful }: Pick<LifeFixture, 'port' | 'graceful'>): readonly string[] {
  const server = `/bin/busybox httpd -f -p ${port} -h /`;
  const serve = graceful ? `trap 'exit 0' TERM; ${server} & wait` : `exec ${server}`;
  return ['/bin/busybox', 'sh', '-c', `echo well > ${probe.page}; ${serve}`];
}

function composeFile(one: LifeFixture, image: string): object {
  const { name, port } = one;
  return {
    name,
    services: {
      [name]: {
        image,
        command: commandOf(one),
        networks: ['main'],
        volumes: ['config:/config', 'cache:/cache'],
        ports: [String(port)],
        stop_grace_period: `${graceSeconds}s`,
      },
    },
    networks: { main: {} },
    volumes: { config: { 'x-showrunner': { role: 'config' } }, cache: { 'x-showrunner': { role: 'cache' } } },
    'x-showrunner': {
      title: name,
      category: 'infrastructure',
      description: `The fixture ${name}.`,
      website: 'https://example.org',
      version: '1',
      provides: [name],
      health: {
        readiness: { type: 'http', component: name, port, path: probe.page },
        start: '30s',
        interval: `${probe.interval}s`,
        timeout: `${probe.timeout}s`,
        retries: probe.retries,
      },
    },
  };
}
