import { z } from 'zod';
import { command, flag, texts } from '../../command.ts';
import { connect } from '../../connection.ts';
import { span } from '../../output/paint.ts';
import { clock } from '../../output/times.ts';
import { timeSpan } from '../../time-span.ts';
import { readLabels } from './read-labels.ts';

const input = z.object({ host: z.string(), label: texts, expires: z.string().default('1h'), again: flag });

/** The token stands apart from the command: arguments of a process can be read by everybody on its machine. */
export const run = command(input, async (context, { host, label, expires: length, again }) => {
  const labels = readLabels('--label', label, { removal: false });
  const expiresInMinutes = timeSpan('--expires', length) / 60_000;
  const { client } = await connect(context);
  const invitation = await client.hosts.invite({ host, labels, expiresInMinutes, again });
  const { token, expires, address } = invitation;
  const join = `./showrunner host join ${address}`;
  const { output } = context;
  output.document({ ...invitation, command: join });
  output.print(
    [
      `On the machine that is to be ${host}, run`,
      '',
      `  ${output.paint(span(join, 'bold'))}`,
      '',
      `It asks for this token, which is good once, until ${clock(expires, Date.now())}:`,
      '',
      token,
    ].join('\n'),
  );
  return 'ok';
});
