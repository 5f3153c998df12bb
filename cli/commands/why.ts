import { z } from 'zod';
import { command, whole } from '../command.ts';
import { connect } from '../connection.ts';
import { describeHistory } from '../output/history.ts';

const input = z.object({ service: z.string(), limit: whole(1, 500).default(100) });

/** How a service came to be as it is. */
export const run = command(input, async (context, { service, limit }) => {
  const { output } = context;
  const { client } = await connect(context);
  const history = await client.services.history(service, { limit });
  output.document(history);
  output.print(describeHistory(history, output));
  return 'ok';
});
