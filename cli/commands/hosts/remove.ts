import { z } from 'zod';
import { command } from '../../command.ts';
import { connect } from '../../connection.ts';
import type { CliContext } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';

/** Asked for once more: to come back, the machine needs another invitation. */
export const run = command(z.object({ host: z.string() }), async (context, { host }) => {
  const { client } = await connect(context);
  if (!(await isAgreed(context, host))) {
    context.output.tell('Nothing was removed.');
    return 'interrupted';
  }
  context.output.document(await client.hosts.remove(host));
  context.output.print(`${host} is let in no more.`);
  return 'ok';
});

async function isAgreed({ yes, interactive, prompts }: CliContext, host: string): Promise<boolean> {
  if (yes) return true;
  if (interactive) return prompts.confirm(`Remove the host ${host}? To come back it needs a new invitation.`);
  throw new CommandFailure(
    'usage',
    'invalid-input',
    `${host} would need a new invitation to come back, and nobody is there to agree.`,
    'Agree beforehand with --yes.',
  );
}
