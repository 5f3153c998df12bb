import type { ContainerSpec } from '../container.ts';
import type { HealthDefinition } from '../health.ts';
import type { HostId, ServiceId, StepId } from '../ids.ts';
import type { DesiredState, ServiceStatus } from '../lifecycle.ts';
import type { LinkSpec } from '../link.ts';
import type { SecretGenerator, SecretPath, SecretText } from '../secret.ts';

/** The eight stages that a person sees. */
export const phases = [
  'validate',
  'resolve',
  'prepare',
  'pull',
  'resources',
  'deploy',
  'integrate',
  'monitor',
] as const;
export type Phase = (typeof phases)[number];

/**
 * Every step type with its arguments. The union, the executors, the undos, the policies and the printer derive from this
 * map, so that a missing one does not compile. One step is one idempotent effect on one system.
 */
export interface StepArguments {
  /** A required service is brought up (its own operation, its own lock) and awaited. */
  waitForService: {
    readonly service: ServiceId;
    readonly capability: string;
    /** Where it is; absent on the same host. */
    readonly host?: HostId;
  };
  ensureSecret: { readonly path: SecretPath; readonly generator: SecretGenerator; readonly sealed?: string };
  forgetSecret: { readonly path: SecretPath };
  ensureDirectory: {
    readonly path: string;
    readonly uid: number;
    readonly gid: number;
    readonly mode: number;
    /** Set for a service's own folder, which an undo may remove; absent for the user's data. */
    readonly own?: FolderRoots;
  };
  /** Removes a service's own folder under `paths.config`; refuses anything else. */
  removeDirectory: { readonly path: string } & FolderRoots;
  pullImage: { readonly image: string; readonly digest?: string; readonly vendorImage: string };
  createNetwork: { readonly name: string; readonly internal: boolean; readonly pool: string };
  removeNetwork: { readonly name: string };
  createVolume: { readonly name: string; readonly service: ServiceId };
  removeVolume: { readonly name: string };
  createContainer: {
    readonly container: ContainerSpec;
    readonly configHash: string;
    readonly revision: number;
    /** Label `showrunner.desired`: canonical desired state without secrets; empty for all but the main component. */
    readonly desired: string;
  };
  seedFile: {
    readonly container: string;
    readonly path: string;
    readonly content: SecretText;
    readonly uid: number;
    readonly gid: number;
    readonly mode: number;
  };
  connectNetwork: {
    readonly container: string;
    readonly network: string;
    readonly aliases: readonly string[];
  };
  /** `stopOnUndo`: grace in seconds; set where a start that is taken back leaves the container stopped. */
  startContainer: {
    readonly container: string;
    readonly stopOnUndo?: number;
    /** The engine keeps it running from then on: it did so before. */
    readonly keep?: true;
  };
  waitHealthy: {
    readonly service: ServiceId;
    readonly targets: HealthTargets;
    readonly health: HealthDefinition;
  };
  /** From now on the engine itself restarts the container when it crashes. */
  keepRunning: { readonly container: string };
  stopContainer: {
    readonly container: string;
    readonly graceSeconds: number;
    /** It stays stopped when the engine itself starts anew. */
    readonly stays?: true;
    /** It runs again when the step is taken back. */
    readonly startOnUndo?: true;
  };
  removeContainer: {
    readonly container: string;
    /** It is made again like this when the step is taken back. */
    readonly restore?: StepArguments['createContainer'];
  };
  /** Saves a service's own folder aside, while nothing writes to it. */
  snapshotFolder: SnapshotPlace;
  /** Puts the folder's saved content back in place of what is there. */
  restoreFolder: SnapshotPlace;
  applyLink: { readonly link: LinkSpec };
  removeLink: { readonly link: LinkSpec };
  saveService: {
    readonly service: ServiceId;
    readonly status: ServiceStatus;
    readonly desired: DesiredState;
    /** Hash by link id of what the plan applied; the next plan leaves these out. */
    readonly links: Readonly<Record<string, string>>;
  };
  startMonitor: { readonly service: ServiceId };
  stopMonitor: { readonly service: ServiceId };
}

export type StepType = keyof StepArguments;

export interface SnapshotPlace extends FolderRoots {
  readonly path: string;
  readonly service: ServiceId;
}

/** What a removal is checked against: below the one, never below the other. */
export interface FolderRoots {
  readonly configRoot: string;
  readonly dataRoot: string;
}

/** By component name, where its probes go. */
export type HealthTargets = Readonly<Record<string, HealthTarget>>;

export interface HealthTarget {
  /** Container whose address serves the component's ports: for a namespace member, the gateway's. */
  readonly address: string;
  /** The component's own container, in which commands run. */
  readonly container: string;
}

interface StepBase {
  readonly id: StepId;
  readonly phase: Phase;
  /** Why the step is there, in words. */
  readonly cause: string;
  /** Steps that must be done first. */
  readonly after: readonly StepId[];
  /** Set on an undo: the step that it takes back. */
  readonly undoes?: StepId;
  /** A failure is recorded and the plan goes on. */
  readonly bestEffort: boolean;
}

export type StepOf<Type extends StepType> = StepBase & {
  readonly type: Type;
  readonly arguments: StepArguments[Type];
};

export type Step = { readonly [Type in StepType]: StepOf<Type> }[StepType];

/** Result of a step. `adopted`: it was there already, from an earlier try or an earlier operation. */
export interface StepResult {
  readonly outcome: 'done' | 'adopted' | 'kept' | 'skipped';
  readonly detail: string;
  /** False when there is nothing that an undo may take back. */
  readonly undoable: boolean;
}
