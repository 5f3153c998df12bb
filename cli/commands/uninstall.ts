import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { command, flag } from '../command.ts';
import { connect } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { runTask } from '../live/run-task.ts';

const input = z.object({ service: z.string(), purge: flag, detach: flag, cancelOnInterrupt: flag });

/** Removes a service. A purge is asked for once more, since what it removes does not come back. */
export const run = command(input, async (context, { service, purge, ...flags }) => {
  const { client } = await connect(context);
  if (purge && !(await isAgreed(context, service))) {
    context.output.tell('Nothing was removed.');
    return 'interrupted';
  }
  const task = await client.services.uninstall(service, { purge, idempotencyKey: randomUUID() });
  return runTask(context, client, task, flags);
});

async function isAgreed({ yes, interactive, prompts }: CliContext, service: string): Promise<boolean> {
  if (yes) return true;
  const what = `the config folder, volumes and secrets of ${service}`;
  if (interactive) return prompts.confirm(`Remove ${what} for good? The data folder stays.`);
  throw new CommandFailure(
    'usage',
    'invalid-input',
    `--purge removes ${what}, and nobody is there to agree.`,
    'Agree beforehand with --yes.',
  );
}
