import { z } from 'zod';
import { command } from '../command.ts';
import { connect } from '../connection.ts';
import { commandLine } from '../instance.ts';
import { serviceTable } from '../output/service-table.ts';
import { withoutAbsent } from '../without-absent.ts';

const input = z.object({ status: z.string().optional(), health: z.string().optional() });

/** The services, how they are and where they are reached. */
export const run = command(input, async (context, filter) => {
  const { output, environment } = context;
  const { client } = await connect(context);
  const query = withoutAbsent(filter);
  const list = await client.services.list(query);
  output.document(list);
  if (list.services.length > 0) output.print(serviceTable(list.services, output));
  else if (Object.keys(query).length > 0) output.print('No service is like that.');
  else output.print(`No service is installed. See ${commandLine(environment, 'catalog')}.`);
  return 'ok';
});
