import { chown, mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import { labels } from '#contracts/labels.ts';
import type { ContainerSpec } from '#domain/container.ts';
import { rawDocker } from '#test/support/docker/client.ts';

export interface DirectInstall {
  readonly spec: ContainerSpec;
  readonly environment: Readonly<Record<string, string>>;
  readonly subnet: string;
  readonly port: number;
  /** Value of the instance's label, by which everything is found again. */
  readonly label: string;
}

const owner = { uid: 1000, gid: 1000 } as const;
const probePauseMilliseconds = 5;
const probeLimitMilliseconds = 30_000;

/** What an installation does on the engine, by bare calls: nothing is looked at, recorded or told. */
export async function installDirectly(install: DirectInstall): Promise<void> {
  const { spec, label, subnet } = install;
  const docker = rawDocker();
  const ours = { [labels.instance]: label };
  for (const { type, source } of spec.mounts) {
    if (type === 'volume') await docker.createVolume({ Name: source, Labels: ours });
    else await makeFolder(source);
  }
  for (const { name } of networksOf(spec)) {
    const IPAM = { Driver: 'default', Config: [{ Subnet: subnet }] };
    await docker.createNetwork({ Name: name, CheckDuplicate: true, Driver: 'bridge', IPAM, Labels: ours });
  }
  await makeContainer(install);
  await startContainer(install);
}

/** Creates it alone: what it needs is there. */
export async function makeContainer(install: DirectInstall): Promise<void> {
  await rawDocker().createContainer(containerOptions(install, { [labels.instance]: install.label }));
}

/** Starts it, waits until it answers, and has the engine keep it running. */
export async function startContainer({ spec, port }: DirectInstall): Promise<void> {
  const container = rawDocker().getContainer(spec.name);
  await container.start();
  const { NetworkSettings } = await container.inspect();
  const [network] = Object.values(NetworkSettings.Networks);
  await untilOpen(network?.IPAddress ?? '', port);
  await container.update({ RestartPolicy: { Name: 'always' } });
}

/** Has the engine leave it, and stops it within its grace. */
export async function stopContainer({ spec }: DirectInstall): Promise<void> {
  const container = rawDocker().getContainer(spec.name);
  await container.update({ RestartPolicy: { Name: 'no' } });
  await container.stop({ t: spec.stopGraceSeconds });
}

/** Takes the folders away; the engine's part carries the label. */
export async function removeFolders({ mounts }: ContainerSpec): Promise<void> {
  for (const { type, source } of mounts)
    if (type === 'folder') await rm(source, { recursive: true, force: true });
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chown(path, owner.uid, owner.gid);
}

function networksOf({ network }: ContainerSpec) {
  return network.mode === 'networks' ? network.networks : [];
}

function containerOptions(
  { spec, environment }: DirectInstall,
  ours: Readonly<Record<string, string>>,
): Docker.ContainerCreateOptions {
  const networks = networksOf(spec);
  const ports = spec.network.mode === 'networks' ? spec.network.ports : [];
  return {
    name: spec.name,
    Image: spec.image,
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    ...(spec.command === undefined ? {} : { Cmd: [...spec.command] }),
    StopTimeout: spec.stopGraceSeconds,
    ExposedPorts: Object.fromEntries(ports.map(({ container }) => [`${container}/tcp`, {}])),
    Labels: ours,
    HostConfig: {
      Mounts: spec.mounts.map(({ type, source, path }) => ({
        Type: type === 'folder' ? ('bind' as const) : ('volume' as const),
        Source: source,
        Target: path,
      })),
      NetworkMode: networks[0]?.name ?? 'none',
      PortBindings: Object.fromEntries(
        ports.map(({ container, address, host }) => [
          `${container}/tcp`,
          [{ HostIp: address, HostPort: String(host) }],
        ]),
      ),
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    },
    NetworkingConfig: {
      EndpointsConfig: Object.fromEntries(
        networks.map(({ name, aliases }) => [name, { Aliases: [...aliases] }]),
      ),
    },
  };
}

async function untilOpen(host: string, port: number): Promise<void> {
  const end = performance.now() + probeLimitMilliseconds;
  while (!(await isOpen(host, port))) {
    if (performance.now() > end) throw new Error(`${host}:${port} did not open.`);
    await delay(probePauseMilliseconds);
  }
}

function isOpen(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: 1000 });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
