import { engineAddress } from '#adapters/docker/connection/address.ts';
import { createEngine, type Deadlines } from '#adapters/docker/connection/engine.ts';
import { settle } from '#adapters/docker/connection/engine-errors.ts';
import { connectNetwork } from '#adapters/docker/containers/attach.ts';
import { inspectContainer, listContainers } from '#adapters/docker/containers/containers.ts';
import { createContainer } from '#adapters/docker/containers/create-container.ts';
import { gatherEvidence } from '#adapters/docker/containers/evidence.ts';
import { runInside } from '#adapters/docker/containers/exec.ts';
import { removeContainer } from '#adapters/docker/containers/remove-container.ts';
import { seedFile } from '#adapters/docker/containers/seed-file.ts';
import { setRestart, startContainer } from '#adapters/docker/containers/start-container.ts';
import { stopContainer } from '#adapters/docker/containers/stop-container.ts';
import { findImage } from '#adapters/docker/images/images.ts';
import { pullImage } from '#adapters/docker/images/pull.ts';
import { createNetwork } from '#adapters/docker/resources/create-network.ts';
import { listNetworks, removeNetwork } from '#adapters/docker/resources/networks.ts';
import { createVolume, listVolumes, removeVolume } from '#adapters/docker/resources/volumes.ts';
import { watchEvents } from '#adapters/docker/streams/events.ts';
import { readLogs } from '#adapters/docker/streams/logs.ts';
import { readUsage } from '#adapters/docker/streams/stats.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { DockerContext } from './context.ts';
import type { Instance } from './ownership.ts';

export interface DockerRuntimeOptions {
  readonly instance: Instance;
  /** `unix:///path` or `tcp://host:port`; without one `/var/run/docker.sock`. */
  readonly dockerHost?: string;
  readonly deadlineMilliseconds?: Partial<Deadlines>;
}

export interface DockerRuntime extends ContainerRuntime {
  /** Ends what is under way, as `engine-unreachable`. */
  close(): Promise<void>;
}

/** The instance's view of one Docker engine. Connects when it is first asked; the engine may come and go. */
export function createDockerRuntime(options: DockerRuntimeOptions): DockerRuntime {
  const deadlines = { ...usualDeadlines, ...options.deadlineMilliseconds };
  const engine = createEngine(engineAddress(options.dockerHost), deadlines);
  const context: DockerContext = { engine, instance: options.instance };
  return {
    ...lookingOperations(context),
    ...resourceOperations(context),
    ...containerOperations(context),
    logs: (request) => readLogs(context, request),
    events: (signal) => watchEvents(context, signal),
    close: () => Promise.resolve(engine.close()),
  };
}

const usualDeadlines: Deadlines = { look: 10_000, change: 60_000, pullSilence: 120_000 };

function lookingOperations(
  context: DockerContext,
): Pick<
  ContainerRuntime,
  | 'version'
  | 'listContainers'
  | 'listNetworks'
  | 'listVolumes'
  | 'hasImage'
  | 'inspect'
  | 'evidence'
  | 'usage'
> {
  return {
    version: () =>
      settle('internal', async () => {
        const { engine, api } = await context.engine.version();
        return { engine, api };
      }),
    listContainers: (filter) => settle('internal', () => listContainers(context, filter)),
    listNetworks: () => settle('internal', () => listNetworks(context)),
    listVolumes: () => settle('internal', () => listVolumes(context)),
    hasImage: (image, digest) =>
      settle('internal', async () => (await findImage(context, image, digest)) !== undefined),
    inspect: (container) => settle('internal', () => inspectContainer(context, container)),
    evidence: (container, redact) => settle('internal', () => gatherEvidence(context, container, redact)),
    usage: () => settle('internal', () => readUsage(context)),
  };
}

function resourceOperations(
  context: DockerContext,
): Pick<
  ContainerRuntime,
  'pullImage' | 'createNetwork' | 'createVolume' | 'connectNetwork' | 'removeNetwork' | 'removeVolume'
> {
  return {
    pullImage: (request) => settle('image-pull-failed', () => pullImage(context, request)),
    createNetwork: (request) => settle('network-unavailable', () => createNetwork(context, request)),
    createVolume: (request) => settle('container-invalid', () => createVolume(context, request)),
    connectNetwork: (container, network, aliases) =>
      settle('container-invalid', () => connectNetwork(context, container, network, aliases)),
    removeNetwork: (network, onlyTask) => settle('internal', () => removeNetwork(context, network, onlyTask)),
    removeVolume: (volume, onlyTask) => settle('internal', () => removeVolume(context, volume, onlyTask)),
  };
}

function containerOperations(
  context: DockerContext,
): Pick<
  ContainerRuntime,
  | 'createContainer'
  | 'seedFile'
  | 'startContainer'
  | 'setRestart'
  | 'stopContainer'
  | 'removeContainer'
  | 'exec'
> {
  return {
    createContainer: (request) => settle('container-invalid', () => createContainer(context, request)),
    seedFile: (request) => settle('container-invalid', () => seedFile(context, request)),
    startContainer: (container) => settle('container-invalid', () => startContainer(context, container)),
    setRestart: (container, always) =>
      settle('container-invalid', () => setRestart(context, container, always)),
    stopContainer: (container, graceSeconds) =>
      settle('container-invalid', () => stopContainer(context, container, graceSeconds)),
    removeContainer: (container, onlyTask) =>
      settle('internal', () => removeContainer(context, container, onlyTask)),
    exec: (container, command, timeoutSeconds) =>
      settle('container-invalid', () => runInside(context, container, command, timeoutSeconds)),
  };
}
