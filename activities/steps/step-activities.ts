import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { EventAppender } from '#ports/event-log.ts';
import type { HostFolders } from '#ports/host-folders.ts';
import type { LinkApplier } from '#ports/link-applier.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { Prober } from '#ports/prober.ts';
import type { HostSecrets, SecretStore } from '#ports/secret-store.ts';
import type { SecretValues } from '#ports/secret-values.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import type { ValueOpener } from '#ports/value-sealer.ts';
import * as containers from './containers.ts';
import * as folders from './folders.ts';
import * as links from './links.ts';
import * as records from './records.ts';
import * as resources from './resources.ts';
import { stepActivity } from './run-step.ts';
import * as secrets from './secrets.ts';
import type { StepActivities } from './step-context.ts';
import { waitHealthy } from './wait-healthy.ts';

type Chosen<Types extends keyof StepActivities> = Pick<StepActivities, Types>;
export type PullSteps = Chosen<'pullImage'>;
export type CentralSteps = Chosen<
  'ensureSecret' | 'forgetSecret' | 'saveService' | 'startMonitor' | 'stopMonitor'
>;
/** The mapped type asks for an executor of every step type that is not named elsewhere. */
export type HostSteps = Omit<StepActivities, keyof PullSteps | keyof CentralSteps>;

export interface HostStepPorts {
  readonly runtime: ContainerRuntime;
  readonly folders: HostFolders;
  readonly prober: Prober;
  readonly links: LinkApplier;
  readonly secrets: HostSecrets;
  readonly values: SecretValues;
  readonly events: EventAppender;
}

export interface CentralStepPorts {
  readonly services: ServiceStore;
  readonly secrets: SecretStore;
  readonly values: SecretValues;
  readonly opener: ValueOpener;
  readonly monitors: MonitorControl;
  readonly events: EventAppender;
}

/** Steps that touch the host: its engine, its folders, the applications that run on it. */
export function createHostSteps(ports: HostStepPorts): HostSteps {
  const { runtime, events } = ports;
  return {
    ensureDirectory: stepActivity(events, folders.ensureDirectory(ports.folders)),
    removeDirectory: stepActivity(events, folders.removeDirectory(ports.folders)),
    snapshotFolder: stepActivity(events, folders.snapshotFolder(ports.folders)),
    restoreFolder: stepActivity(events, folders.restoreFolder(ports.folders)),
    createNetwork: stepActivity(events, resources.createNetwork(runtime)),
    removeNetwork: stepActivity(events, resources.removeNetwork(runtime)),
    createVolume: stepActivity(events, resources.createVolume(runtime)),
    removeVolume: stepActivity(events, resources.removeVolume(runtime)),
    createContainer: stepActivity(events, containers.createContainer(ports)),
    seedFile: stepActivity(events, containers.seedFile(ports)),
    connectNetwork: stepActivity(events, containers.connectNetwork(runtime)),
    startContainer: stepActivity(events, containers.startContainer(runtime)),
    waitHealthy: stepActivity(events, waitHealthy(ports)),
    keepRunning: stepActivity(events, containers.keepRunning(runtime)),
    stopContainer: stepActivity(events, containers.stopContainer(runtime)),
    removeContainer: stepActivity(events, containers.removeContainer(ports)),
    applyLink: stepActivity(events, links.applyLink(ports.links)),
    removeLink: stepActivity(events, links.removeLink(ports.links)),
  };
}

/** Pulls, on a queue of their own. */
export function createPullSteps({ runtime, events }: Pick<HostStepPorts, 'runtime' | 'events'>): PullSteps {
  return { pullImage: stepActivity(events, resources.pullImage(runtime)) };
}

/** Steps on what the control plane keeps. */
export function createCentralSteps(ports: CentralStepPorts): CentralSteps {
  const { events } = ports;
  return {
    ensureSecret: stepActivity(events, secrets.ensureSecret(ports)),
    forgetSecret: stepActivity(events, secrets.forgetSecret(ports.secrets)),
    saveService: stepActivity(events, records.saveService(ports.services)),
    startMonitor: stepActivity(events, records.startMonitor(ports.monitors)),
    stopMonitor: stepActivity(events, records.stopMonitor(ports.monitors)),
  };
}
