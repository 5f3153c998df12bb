import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type Docker from 'dockerode';
import { DomainError } from '#domain/errors.ts';
import type { Build } from '../build/cache.ts';
import type { Store } from '../build/store.ts';
import { type Engine, orAbsent, statusOf } from './engine.ts';
import { loadRegistryImage } from './load-image.ts';
import { servesAll } from './probe.ts';

export interface RegistryOptions {
  readonly instance: string;
  readonly port: number;
  readonly store: Store;
  readonly build: Build;
  readonly signal?: AbortSignal;
}

export const instanceLabel = 'showrunner.lab.instance';
const configLabel = 'showrunner.lab.config';

export function registryName(instance: string): string {
  return `showrunner-${instance}-lab-registry`;
}

/** The registry runs and serves every image of the build when this returns. An adopted one is as good as a new one. */
export async function ensureRegistry(engine: Engine, options: RegistryOptions): Promise<string> {
  const address = `127.0.0.1:${options.port}`;
  const wanted = await describe(engine, options);
  const running = await adopt(engine, options.instance, wanted);
  if (running && (await servesAll(address, options.build, 5_000, options.signal))) return address;
  // It was made for other settings, or its store was deleted and made again beneath it: the mount shows the old one.
  await removeContainer(engine, registryName(options.instance));
  await create(engine, wanted);
  if (await servesAll(address, options.build, 30_000, options.signal)) return address;
  throw new DomainError(
    'precondition-failed',
    `The lab's registry does not answer at ${address}; see its log`,
  );
}

export async function removeContainer(engine: Engine, name: string): Promise<void> {
  const container = engine.docker.getContainer(name);
  await orAbsent(engine.call(`remove ${name}`, container.remove({ force: true, v: true })));
}

async function describe(engine: Engine, options: RegistryOptions): Promise<Docker.ContainerCreateOptions> {
  const owner = await stat(options.store.folder);
  const image = await loadRegistryImage(engine, options.store, options.build);
  const config: Docker.ContainerCreateOptions = {
    name: registryName(options.instance),
    Image: image,
    // Whoever owns the store may read it, whatever the umask was; and as root it still has no capability.
    User: `${owner.uid}:${owner.gid}`,
    HostConfig: {
      Binds: [`${options.store.folder}:/store:ro`],
      PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: String(options.port) }] },
      RestartPolicy: { Name: 'always' },
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
    },
  };
  const hash = createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16);
  return { ...config, Labels: { [instanceLabel]: options.instance, [configLabel]: hash } };
}

/** True when a container of ours, made just so, runs now. */
async function adopt(
  engine: Engine,
  instance: string,
  wanted: Docker.ContainerCreateOptions,
): Promise<boolean> {
  const name = registryName(instance);
  const container = engine.docker.getContainer(name);
  const found = await orAbsent(engine.call(`inspect ${name}`, container.inspect()));
  if (found === undefined) return false;
  refuseForeign(found, instance);
  if (found.Config.Labels[configLabel] !== wanted.Labels?.[configLabel]) return false;
  if (!found.State.Running) await start(engine, name);
  return true;
}

async function create(engine: Engine, wanted: Docker.ContainerCreateOptions): Promise<void> {
  const name = wanted.name ?? '';
  await engine.call(`create ${name}`, engine.docker.createContainer(wanted));
  try {
    await start(engine, name);
  } catch (error) {
    await removeContainer(engine, name);
    throw error;
  }
}

async function start(engine: Engine, name: string): Promise<void> {
  try {
    await engine.call(`start ${name}`, engine.docker.getContainer(name).start());
  } catch (error) {
    // 304: it runs already, by its restart policy.
    if (statusOf(error) !== 304) throw error;
  }
}

export function refuseForeign(found: Docker.ContainerInspectInfo, instance: string): void {
  if (found.Config.Labels[instanceLabel] === instance) return;
  throw new DomainError(
    'name-taken',
    `A container named ${registryName(instance)} exists that is not the lab's`,
  );
}
