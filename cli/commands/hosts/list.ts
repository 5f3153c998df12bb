import { z } from 'zod';
import { command } from '../../command.ts';
import { connect } from '../../connection.ts';
import { hostTable } from '../../output/host-table.ts';

/** The hosts, how they are, and what is there. */
export const run = command(z.object({}), async (context) => {
  const { client } = await connect(context);
  const { hosts } = await client.hosts.list();
  context.output.document({ hosts });
  context.output.print(hostTable(hosts, context.output));
  return 'ok';
});
