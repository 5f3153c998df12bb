import { fromCloudEvent } from '#contracts/cloud-event.ts';
import type { LoggedEvent } from '#contracts/events.ts';
import type { ShowrunnerClient } from '#sdk/index.ts';

/** Every event of the request that opened the task, of the task and of those that it started, in order. */
export async function eventsOfRequest(
  client: ShowrunnerClient,
  task: string,
): Promise<readonly LoggedEvent[]> {
  const { correlationId } = await client.tasks.get(task);
  const events: LoggedEvent[] = [];
  for (let after = 0, more = true; more; ) {
    const page = await client.events.list({ after, limit: 500 });
    events.push(...page.events.filter((event) => event.correlationid === correlationId).map(fromCloudEvent));
    ({ position: after, more } = page);
  }
  return events;
}

/** Resolves when the task is closed; fails unless it succeeded. */
export async function untilSucceeded(client: ShowrunnerClient, task: string): Promise<void> {
  for await (const message of client.tasks.follow(task)) {
    const status = message.kind === 'snapshot' ? message.task.status : statusOf(message.event.data);
    if (status !== 'failed' && status !== 'cancelled') continue;
    const { error } = await client.tasks.get(task);
    throw new Error(`The task ${task} ${status}: ${error?.message ?? 'it does not say why'}`);
  }
}

function statusOf(data: object): string | undefined {
  return 'status' in data && typeof data.status === 'string' ? data.status : undefined;
}
