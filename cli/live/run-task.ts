import type { ShowrunnerClient } from '#sdk/client.ts';
import type { Task } from '#sdk/generated/schema.ts';
import type { CliContext } from '../context.ts';
import type { Exit } from '../exit-codes.ts';
import { commandLine } from '../instance.ts';
import { watchTask } from './watch-task.ts';

export interface TaskFlags {
  readonly detach: boolean;
  readonly cancelOnInterrupt: boolean;
}

/** What a command does with the task that it opened: watches it to its end, or lets it go. The task is its document. */
export async function runTask(
  context: CliContext,
  client: ShowrunnerClient,
  task: Task,
  { detach, cancelOnInterrupt }: TaskFlags,
): Promise<Exit> {
  if (detach) {
    tellDetached(context, task.id);
    context.output.document(task);
    return 'ok';
  }
  const { exit } = await watchTask(context, client, task.id, { cancelOnInterrupt });
  context.output.document(await client.tasks.get(task.id));
  return exit;
}

export function tellDetached({ output, environment }: CliContext, id: string): void {
  output.tell(`Task ${id} is at work. Watch it: ${commandLine(environment, `task ${id} --follow`)}`);
}
