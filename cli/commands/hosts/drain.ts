import { z } from 'zod';
import { command } from '../../command.ts';
import { connect } from '../../connection.ts';

export const run = command(z.object({ host: z.string() }), async (context, { host: id }) => {
  const { client } = await connect(context);
  const host = await client.hosts.drain(id);
  context.output.document(host);
  context.output.print(`Nothing new is placed on ${id}.${staying(host.services)}`);
  return 'ok';
});

function staying(services: number): string {
  if (services === 0) return '';
  return services === 1
    ? ' 1 service there stays as it is.'
    : ` ${services} services there stay as they are.`;
}
