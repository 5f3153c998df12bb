import { z } from 'zod';
import { command } from '../../command.ts';
import { connect } from '../../connection.ts';

export const run = command(z.object({ host: z.string() }), async (context, { host: id }) => {
  const { client } = await connect(context);
  context.output.document(await client.hosts.open(id));
  context.output.print(`${id} takes services again.`);
  return 'ok';
});
