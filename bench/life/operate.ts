import type { Client } from '@temporalio/client';
import { parseTaskId } from '#contracts/ids.ts';
import type { ShowrunnerClient } from '#sdk/index.ts';
import { untilSucceeded } from '../support/request.ts';

export type Lifecycle = 'start' | 'stop' | 'install';

/** Asks for the operation and resolves when its task is closed: milliseconds since the request. */
export async function operate(
  client: ShowrunnerClient,
  temporal: Client,
  operation: Lifecycle,
  service: string,
): Promise<{ readonly task: string; readonly milliseconds: number }> {
  const began = performance.now();
  const { id } = await begin(client, operation, service);
  await untilSucceeded(client, id);
  const milliseconds = performance.now() - began;
  await untilReleased(temporal, id);
  return { task: id, milliseconds };
}

function begin(client: ShowrunnerClient, operation: Lifecycle, service: string) {
  if (operation === 'install') return client.services.install({ service });
  return operation === 'start' ? client.services.start(service) : client.services.stop(service);
}

/** A task tells its end a moment before its run is closed, and until then its service is busy. */
export async function untilReleased(temporal: Client, task: string): Promise<void> {
  const { workflowId, runId } = parseTaskId(task);
  await temporal.workflow.getHandle(workflowId, runId).result();
}
