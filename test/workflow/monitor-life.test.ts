import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { expect, inject, onTestFinished, test } from 'vitest';
import { monitorWorkflowId } from '#contracts/ids.ts';
import { reviewSignalName } from '#contracts/messages.ts';
import type { ServiceId } from '#domain/ids.ts';
import { type RecoveryWorld, startRecoveryWorld } from '#test/support/operations/recovery-world.ts';
import { startTimeSkipping } from '#test/support/temporal/time-skipping.ts';

const hung = { health: 'unhealthy', cause: 'no answer', source: 'probe' } as const;
const ended = { health: 'unhealthy', cause: 'exit code 1', source: 'event', happened: 'ended' } as const;
const well = { health: 'healthy', cause: '200 OK', source: 'probe' } as const;

const { EventType } = proto.temporal.api.enums.v1;

type History = Awaited<ReturnType<ReturnType<RecoveryWorld['monitor']>['fetchHistory']>>;

/** A monitor's 400, and what thirty words at once, said while it decides to begin anew, add to it. */
const bound = 500;

const patience = { timeout: 150_000 };

test(
  '24 hours of a monitor keep every history short, whatever is said meanwhile, and each generation replays',
  patience,
  async () => {
    const environment = await startTimeSkipping();
    const world = await startRecoveryWorld(environment, inject('workflowBundle'));
    // Workers first: they hold the connection, also when the server stands still.
    onTestFinished(async () => {
      await world.stop();
      await environment.teardown();
    });
    const id = await world.install('jellyfin');
    await world.watch(id);
    for (let hour = 0; hour < 24; hour += 1) await passAnHour(world, id, hour % 6 === 5);
    const generations = await historiesOf(world, id);
    expect(generations.length).toBeGreaterThan(3);
    for (const history of generations) {
      expect(history.events?.length).toBeLessThan(bound);
      const bundle = { codePath: inject('workflowBundle') };
      await Worker.runReplayHistory({ workflowBundle: bundle }, history, monitorWorkflowId(id));
    }
  },
);

async function passAnHour(world: RecoveryWorld, id: ServiceId, inVain: boolean): Promise<void> {
  world.fates.set(id, inVain ? 'fails' : 'mended');
  await world.say(id, hung);
  await passQuietly(world, id);
  for (let word = 0; word < 30; word += 1) await world.say(id, word % 2 === 0 ? ended : well);
  await world.monitor(id).signal(reviewSignalName);
  await passQuietly(world, id);
  await world.say(id, well);
  await passQuietly(world, id);
}

/** Time that is skipped while an activity is under way times the activity out, after which the server stands still for good. */
async function passQuietly(world: RecoveryWorld, id: ServiceId): Promise<void> {
  await expect.poll(() => isQuiet(world, id), { timeout: 20_000, interval: 20 }).toBe(true);
  await world.pass(1200);
}

/** Nothing is under way: what was begun has ended, and every word was taken in. */
async function isQuiet(world: RecoveryWorld, id: ServiceId): Promise<boolean> {
  const { events } = await world.monitor(id).fetchHistory();
  const types = (events ?? []).map(({ eventType }) => eventType);
  const count = (...wanted: readonly number[]) =>
    types.filter((type) => typeof type === 'number' && wanted.includes(type)).length;
  const activities = count(
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
  );
  const children = count(
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED,
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED,
  );
  return (
    count(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED) ===
      count(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) &&
    count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) === activities &&
    count(EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED) === children
  );
}

/** Of every generation of the monitor, the newest first. */
async function historiesOf(world: RecoveryWorld, id: ServiceId): Promise<readonly History[]> {
  const found: History[] = [];
  for (let runId: string | undefined = ''; runId !== undefined; ) {
    const handle = world.client.workflow.getHandle(monitorWorkflowId(id), runId === '' ? undefined : runId);
    const history: History = await handle.fetchHistory();
    found.push(history);
    const begun = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    runId = begun?.continuedExecutionRunId || undefined;
  }
  return found;
}
