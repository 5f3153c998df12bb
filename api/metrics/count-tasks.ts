import type { LoggedEvent } from '#contracts/events.ts';
import { isDomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import { Counter, type Registry } from '#platform/metrics/metrics.ts';
import type { ApiContext } from '../context.ts';

type Needs = Pick<ApiContext, 'feed' | 'logger'> & {
  readonly ports: Pick<ApiContext['ports'], 'engine'>;
};

/** Silence after which the log is looked at again; nothing is counted by it. */
const idleMs = 3_600_000;
/** Tasks whose operation is remembered until they close. Far more than are open at a time. */
const mostOpen = 10_000;

/** Counts tasks from the event log, each once, from this process's start on; until the signal. */
export function countTasks(registry: Registry, needs: Needs, signal: AbortSignal): void {
  const opened = new Counter({
    name: 'showrunner_tasks_opened_total',
    help: 'Tasks that were opened since this process began.',
    labelNames: ['operation'],
    registers: [registry],
  });
  const closed = new Counter({
    name: 'showrunner_tasks_closed_total',
    help: 'Tasks that were closed since this process began.',
    labelNames: ['operation', 'status'],
    registers: [registry],
  });
  const operations = new Map<TaskId, string>();
  const count = async (event: LoggedEvent) => {
    if (event.task === undefined) return;
    if (event.type === 'task.opened') {
      remember(operations, event.task, event.data.operation);
      opened.inc({ operation: event.data.operation });
    } else if (event.type === 'task.closed') {
      const operation = operations.get(event.task) ?? (await operationOf(needs, event.task));
      operations.delete(event.task);
      closed.inc({ operation, status: event.data.status });
    }
  };
  follow(needs, count, signal).catch((error: unknown) =>
    needs.logger.error({ err: error }, 'tasks are not counted any more'),
  );
}

async function follow(
  { feed, logger }: Needs,
  count: (event: LoggedEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const events of feed.follow({ after: feed.position, idleMs, signal })) {
        for (const event of events) await count(event);
      }
    } catch (error) {
      // What was missed cannot be had any more; from here on it is counted again.
      if (!isDomainError(error) || error.code !== 'position-gone') throw error;
      logger.warn({ err: error }, 'some tasks were not counted');
    }
  }
}

function remember(operations: Map<TaskId, string>, task: TaskId, operation: string): void {
  operations.set(task, operation);
  const [oldest] = operations.keys();
  if (operations.size > mostOpen && oldest !== undefined) operations.delete(oldest);
}

/** Of a task that was open before this process began. */
async function operationOf({ ports }: Needs, task: TaskId): Promise<string> {
  try {
    return (await ports.engine.describe(task))?.operation ?? 'unknown';
  } catch (error) {
    if (isDomainError(error)) return 'unknown';
    throw error;
  }
}
