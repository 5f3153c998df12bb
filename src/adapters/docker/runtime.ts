import type { ContainerRuntime } from '#ports/container-runtime.ts';
import { engineAddress } from './address.ts';
import { connectNetwork } from './attach.ts';
import { inspectContainer, listContainers } from './containers.ts';
import type { DockerContext } from './context.ts';
import { createContainer } from './create-container.ts';
import { createNetwork } from './create-network.ts';
import { createEngine, type Deadlines } from './engine.ts';
import { settle } from './engine-errors.ts';
import { watchEvents } from './events.ts';
import { gatherEvidence } from './evidence.ts';
import { runInside } from './exec.ts';
import { findImage } from './images.ts';
import { readLogs } from './logs.ts';
import { listNetworks, removeNetwork } from './networks.ts';
import type { Instance } from './ownership.ts';
import { pullImage } from './pull.ts';
import { removeContainer } from './remove-container.ts';
import { seedFile } from './seed-file.ts';
import { setRestart, startContainer } from './start-container.ts';
import { stopContainer } from './stop-container.ts';
import { createVolume, listVolumes, removeVolume } from './volumes.ts';

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
  'version' | 'listContainers' | 'listNetworks' | 'listVolumes' | 'hasImage' | 'inspect' | 'evidence'
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
