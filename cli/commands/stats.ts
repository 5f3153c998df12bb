import { z } from 'zod';
import type { ShowrunnerClient } from '#sdk/client.ts';
import { command } from '../command.ts';
import { connect } from '../connection.ts';
import type { Output } from '../output/output.ts';
import { statsTable } from '../output/stats-table.ts';

const input = z.object({ service: z.string().optional() });

/** What services use now; a host that does not answer is `unreachable`, and the others are shown. */
export const run = command(input, async (context, { service }) => {
  const { client } = await connect(context);
  return service === undefined ? showAll(client, context.output) : showOne(client, service, context.output);
});

async function showOne(client: ShowrunnerClient, id: string, output: Output) {
  const metrics = await client.services.metrics(id);
  output.document(metrics);
  const rows = metrics.components.map(({ component, now }) => ({ service: id, component, now }));
  output.print(rows.length === 0 ? `${id} has not run within the last hour.` : statsTable(rows, output));
  return 'ok' as const;
}

async function showAll(client: ShowrunnerClient, output: Output) {
  const usage = await client.metrics.list();
  output.document(usage);
  const { components, unreachable } = usage;
  if (components.length > 0) output.print(statsTable(components, output));
  else if (unreachable.length === 0) output.print('No service runs.');
  for (const { host, reason } of unreachable) output.print(missing(host, reason));
  return unreachable.length === 0 ? ('ok' as const) : ('unreachable' as const);
}

function missing(host: string, reason: string): string {
  return `The services of host "${host}" are missing: ${reason}`;
}
