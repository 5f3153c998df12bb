import type { LoggedEvent } from '#contracts/events.ts';
import type { TaskId } from '#domain/ids.ts';
import type { EventLog } from '#ports/event-log.ts';

const pageSize = 500;

/** Every event of a task, oldest first, a page at a time. */
export async function* eventsOf(task: TaskId, events: EventLog): AsyncGenerator<LoggedEvent> {
  for (let after = 0; ; ) {
    const page = await events.read({ after, limit: pageSize, task });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.position;
  }
}
