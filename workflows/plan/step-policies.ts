import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';
import { centralQueue, hostPullQueue, hostQueue } from '#contracts/queues.ts';
import type { HostId } from '#domain/ids.ts';
import type { Step, StepOf, StepType } from '#domain/plan/steps.ts';

type ActivityStep = Exclude<StepType, 'waitForService'>;

interface StepPolicy<Type extends ActivityStep> {
  readonly queue: (host: HostId) => string;
  /** The shortest bound that is true of one try, in seconds. */
  readonly trySeconds: number | ((args: StepOf<Type>['arguments']) => number);
  /** How long outages are waited out before the step gives up, in seconds. */
  readonly deadlineSeconds: number;
}

const central = () => centralQueue;
/** An engine, a database or a host that is away is waited for this long. */
const outage = 6 * 3600;
/** Margin over a bound that the activity keeps by itself. */
const margin = 30;

/** Where each step runs and how long it may take. The mapped type asks for every step type. */
const policies: { readonly [Type in ActivityStep]: StepPolicy<Type> } = {
  ensureSecret: { queue: central, trySeconds: 30, deadlineSeconds: outage },
  forgetSecret: { queue: central, trySeconds: 30, deadlineSeconds: outage },
  ensureDirectory: { queue: hostQueue, trySeconds: 60, deadlineSeconds: outage },
  // A config folder can hold hundreds of thousands of small files.
  removeDirectory: { queue: hostQueue, trySeconds: 1800, deadlineSeconds: outage },
  // Libraries' metadata can be tens of gigabytes on a slow disk.
  snapshotFolder: { queue: hostQueue, trySeconds: 2 * 3600, deadlineSeconds: outage },
  restoreFolder: { queue: hostQueue, trySeconds: 2 * 3600, deadlineSeconds: outage },
  // Slow lines are real; a dead pull is noticed by the engine and by the heartbeat.
  pullImage: { queue: hostPullQueue, trySeconds: 2 * 3600, deadlineSeconds: outage },
  createNetwork: { queue: hostQueue, trySeconds: 120, deadlineSeconds: outage },
  removeNetwork: { queue: hostQueue, trySeconds: 120, deadlineSeconds: outage },
  createVolume: { queue: hostQueue, trySeconds: 120, deadlineSeconds: outage },
  removeVolume: { queue: hostQueue, trySeconds: 600, deadlineSeconds: outage },
  createContainer: { queue: hostQueue, trySeconds: 300, deadlineSeconds: outage },
  seedFile: { queue: hostQueue, trySeconds: 60, deadlineSeconds: outage },
  connectNetwork: { queue: hostQueue, trySeconds: 60, deadlineSeconds: outage },
  startContainer: { queue: hostQueue, trySeconds: 180, deadlineSeconds: outage },
  waitHealthy: {
    queue: hostQueue,
    trySeconds: ({ health }) => health.startSeconds + health.timeoutSeconds + margin,
    deadlineSeconds: outage,
  },
  keepRunning: { queue: hostQueue, trySeconds: 60, deadlineSeconds: outage },
  stopContainer: {
    queue: hostQueue,
    trySeconds: ({ graceSeconds }) => graceSeconds + margin,
    deadlineSeconds: outage,
  },
  removeContainer: { queue: hostQueue, trySeconds: 180, deadlineSeconds: outage },
  // An application that stays silent is given up by the number of tries (activities/failures.ts): a deadline would strike for an
  // engine or a worker that is away as well.
  applyLink: { queue: hostQueue, trySeconds: 90, deadlineSeconds: outage },
  removeLink: { queue: hostQueue, trySeconds: 60, deadlineSeconds: 60 },
  saveService: { queue: central, trySeconds: 30, deadlineSeconds: outage },
  startMonitor: { queue: central, trySeconds: 30, deadlineSeconds: outage },
  stopMonitor: { queue: central, trySeconds: 30, deadlineSeconds: outage },
};

/** Whether the step needs the host's worker. */
export function isOnHost({ type }: Step): boolean {
  return type !== 'waitForService' && policies[type].queue !== central;
}

/** Retries stop by themselves: only failures that an outage explains are retryable (activities/failures.ts). */
export const retry = { initialInterval: '300ms', backoffCoefficient: 1.6, maximumInterval: '5s' } as const;

/** Options of the activity that executes the step. `patienceSeconds`: how long its host may be away. */
export function stepOptions(
  step: Exclude<Step, { readonly type: 'waitForService' }>,
  host: HostId,
  patienceSeconds?: number,
): ActivityOptions {
  const policy = policies[step.type] as StepPolicy<ActivityStep>;
  const { trySeconds, queue } = policy;
  const patient = patienceSeconds !== undefined && queue !== central && policy.deadlineSeconds === outage;
  const deadlineSeconds = patient ? patienceSeconds : policy.deadlineSeconds;
  const bound = typeof trySeconds === 'number' ? trySeconds : trySeconds(step.arguments);
  return {
    taskQueue: policy.queue(host),
    startToCloseTimeout: `${bound}s`,
    scheduleToCloseTimeout: `${Math.max(deadlineSeconds, bound)}s`,
    // A pull may wait long for its turn while its host is well.
    ...(patient && queue === hostQueue ? { scheduleToStartTimeout: `${patienceSeconds}s` } : {}),
    // Steps heartbeat every second, so a dead worker costs seconds.
    heartbeatTimeout: '10s',
    // An undo must not overtake the step that it undoes.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry,
  };
}
