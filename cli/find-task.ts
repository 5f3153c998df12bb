import type { ShowrunnerClient } from '#sdk/client.ts';
import { CommandFailure } from './failure.ts';

/** The task of that id; for a service's name, the newest of its tasks. */
export async function findTaskId(client: ShowrunnerClient, idOrService: string): Promise<string> {
  if (idOrService.includes('.')) return idOrService;
  const { tasks } = await client.tasks.list({ service: idOrService, limit: 1 });
  const [newest] = tasks;
  if (newest !== undefined) return newest.id;
  const message = `There is no task of a service "${idOrService}".`;
  throw new CommandFailure('not-found', 'not-found', message, 'See `showrunner tasks`.');
}
