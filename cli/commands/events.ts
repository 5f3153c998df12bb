import { z } from 'zod';
import type { ShowrunnerClient } from '#sdk/client.ts';
import type { CloudEvent } from '#sdk/generated/schema.ts';
import { command, flag, whole } from '../command.ts';
import { connect } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { eventLine } from '../event-line.ts';
import { withoutAbsent } from '../without-absent.ts';

const input = z.object({
  follow: flag,
  after: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  limit: whole(1, 500).default(100),
  service: z.string().optional(),
  task: z.string().optional(),
});
type Filter = Omit<z.output<typeof input>, 'follow' | 'limit'>;

/** What happened, or what happens from now on; an event a line with `--json`. */
export const run = command(input, async (context, { follow, limit, ...filter }) => {
  const { client } = await connect(context);
  if (follow) return followAll(context, client, filter);
  const { events, more, position } = await client.events.list({ ...withoutAbsent(filter), limit });
  for (const event of events) show(context, event);
  if (events.length === 0) context.output.print('No events.');
  if (more) context.output.print(`\nMore:  --after ${position}`);
  return 'ok';
});

async function followAll(context: CliContext, client: ShowrunnerClient, filter: Filter): Promise<'ok'> {
  const { output, interrupts } = context;
  const onTrouble = ({ message }: Error) => output.warn(`${message} Trying again…`);
  await interrupts.during(async (signal) => {
    for await (const message of client.events.follow({ ...withoutAbsent(filter), signal, onTrouble })) {
      // What the services were at the beginning is not what happens.
      if (message.kind === 'event') show(context, message.event);
    }
  });
  return 'ok';
}

function show({ output }: CliContext, event: CloudEvent): void {
  output.line(event);
  output.print(eventLine(event, output));
}
