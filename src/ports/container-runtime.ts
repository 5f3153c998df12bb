import type { ByteProgress } from '#contracts/task.ts';
import type { ContainerSpec, Evidence } from '#domain/container.ts';
import type { InstanceId, ServiceId, TaskId } from '#domain/ids.ts';
import type { ContainerState, ObservedContainer } from '#domain/observed.ts';
import type { ContainerUsage } from '#domain/usage.ts';

/**
 * One Docker engine, as one instance sees it: lists, adoption and removal are confined to resources that carry the
 * instance's label. Every call has a deadline; an engine that is away is `engine-unreachable`, a slow one `engine-timeout`.
 * Every method is idempotent by adoption: `adopted` says that the goal was met before.
 */
export interface ContainerRuntime {
  version(): Promise<{ readonly engine: string; readonly api: string }>;

  listContainers(filter?: { readonly service?: ServiceId }): Promise<readonly ObservedContainer[]>;
  /** Engine names of the instance's networks, volumes. */
  listNetworks(): Promise<readonly string[]>;
  listVolumes(): Promise<readonly string[]>;
  /** True when the engine has the reference (and, where given, exactly this digest). */
  hasImage(image: string, digest?: string): Promise<boolean>;

  /**
   * Errors: `image-not-found`, `image-denied`, `image-pull-failed` (also for an error inside the stream), each with
   * `data.retryable`. An abort throws the signal's reason and leaves no image.
   */
  pullImage(request: PullRequest): Promise<PullOutcome>;
  /** Picks a free subnet from the pool; the engine's own overlap check arbitrates. Errors: `network-unavailable`, `name-taken`. */
  createNetwork(request: NetworkRequest): Promise<Adoption>;
  createVolume(request: VolumeRequest): Promise<Adoption>;
  /**
   * Environment values are already resolved. A container of ours under the name with the same config hash and a living
   * namespace is adopted; another one of ours is stopped within its own grace and replaced, so its evidence is to be taken
   * before. It is attached to all its networks. Errors: `container-invalid` (also for a network, volume or bound folder that is
   * not there), `name-taken`, `image-not-found`.
   */
  createContainer(request: ContainerRequest): Promise<Adoption>;
  /** Puts the file only where none is. */
  seedFile(request: FileRequest): Promise<Adoption>;
  /** Also gives it back the names that it should answer to there. */
  connectNetwork(container: string, network: string, aliases: readonly string[]): Promise<Adoption>;
  /** Also lets a paused one go on. Errors: `port-taken`, `container-invalid`. */
  startContainer(container: string): Promise<Adoption>;
  /** Restart policy `always` on or off. */
  setRestart(container: string, always: boolean): Promise<Adoption>;
  /** SIGTERM (or the container's own signal), then kill after the grace; says which it was. */
  stopContainer(container: string, graceSeconds: number): Promise<StopOutcome>;

  /**
   * Stops it within its own grace first; its anonymous volumes go with it. `onlyTask` confines a removal to what that task
   * made. A thing that is not there is success.
   */
  removeContainer(container: string, onlyTask?: TaskId): Promise<Removal>;
  /** A network that others still use, running or not, stays, and that is success. */
  removeNetwork(network: string, onlyTask?: TaskId): Promise<Removal>;
  removeVolume(volume: string, onlyTask?: TaskId): Promise<Removal>;

  inspect(container: string): Promise<ContainerDetail | undefined>;
  evidence(container: string, redact: readonly string[]): Promise<Evidence | undefined>;
  /**
   * What every running container of the instance has used, a few read at once; an older engine takes a second for each. One
   * that ends meanwhile, or whose numbers do not come, is left out.
   */
  usage(): Promise<readonly ContainerUsage[]>;
  /** Follows or tails; ends when the signal aborts or the container ends. Lines are at most 16 KiB, longer ones are split. */
  logs(request: LogRequest): AsyncIterable<LogLine>;
  /**
   * Events of the instance's containers since the call; ends with an error when the engine goes away. Who calls this, then
   * lists, then reads, misses nothing.
   */
  events(signal: AbortSignal): AsyncIterable<RuntimeEvent>;
  /**
   * Exit code and output (at most 64 KiB) of a command run inside; a missing command is exit code 126 or 127. Errors:
   * `container-exited` when it does not run, `app-unreachable` when the command takes longer.
   */
  exec(
    container: string,
    command: readonly string[],
    timeoutSeconds: number,
  ): Promise<{ readonly exitCode: number; readonly output: string }>;
}

/** Labels that every creation carries. */
export interface Ownership {
  readonly instance: InstanceId;
  readonly task: TaskId;
}

export interface Adoption {
  readonly outcome: 'done' | 'adopted';
  readonly detail: string;
}

export interface PullOutcome extends Adoption {
  /** The registry's, where it is known: absent for an image that was built on the engine. */
  readonly digest?: string;
}

export interface Removal {
  readonly outcome: 'removed' | 'absent' | 'not-ours' | 'in-use';
}

export interface StopOutcome {
  readonly outcome: 'stopped' | 'killed' | 'already-stopped' | 'absent';
}

export interface PullRequest {
  readonly image: string;
  readonly digest?: string;
  readonly signal: AbortSignal;
  /** Called at most four times a second. */
  readonly onProgress: (progress: ByteProgress) => void;
}

export interface NetworkRequest {
  readonly name: string;
  readonly internal: boolean;
  /** IPv4 range; the network gets a /24 of it. */
  readonly pool: string;
  readonly task: TaskId;
}

export interface VolumeRequest {
  readonly name: string;
  readonly service: ServiceId;
  readonly task: TaskId;
}

export interface ContainerRequest {
  readonly spec: ContainerSpec;
  /** The only place where resolved values travel; never logged. */
  readonly environment: Readonly<Record<string, string>>;
  readonly configHash: string;
  readonly revision: number;
  readonly task: TaskId;
  /** Canonical desired state without secrets, for adoption (label `showrunner.desired`). */
  readonly desired: string;
}

export interface FileRequest {
  readonly container: string;
  readonly path: string;
  readonly content: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

export interface ContainerDetail {
  readonly id: string;
  readonly name: string;
  readonly state: ContainerState;
  readonly exitCode?: number;
  readonly error?: string;
  readonly oomKilled: boolean;
  readonly startedAt?: string;
  /** The image's HEALTHCHECK, when it has one. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  readonly restarts: number;
  /** Address by engine name of the network; for a namespace member, empty. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Set when it shares another container's network namespace: that container's id. */
  readonly namespaceOf?: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface LogRequest {
  readonly container: string;
  readonly tail?: number;
  /** RFC 3339. */
  readonly since?: string;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

export interface LogLine {
  readonly time: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export type RuntimeEvent = {
  readonly type:
    | 'start'
    | 'die'
    | 'oom'
    | 'health'
    | 'destroy'
    | 'rename'
    | 'pause'
    | 'unpause'
    | 'stop'
    | 'kill'
    | 'connect'
    | 'disconnect';
  readonly container: string;
  readonly containerId: string;
  readonly service: ServiceId;
  readonly component: string;
  readonly at: string;
  /** Of a `die`. */
  readonly exitCode?: number;
  /** Of a `kill`, which only says that a signal was sent. */
  readonly signal?: number;
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
};
