import { z } from 'zod';
import { logLevels } from '#domain/log-level.ts';
import type { LogLine } from '#sdk/generated/schema.ts';
import { command, flag, whole } from '../command.ts';
import { connect } from '../connection.ts';
import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { withoutControls } from '../output/text.ts';
import { withoutAbsent } from '../without-absent.ts';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const input = z.object({
  service: z.string(),
  follow: flag,
  timestamps: flag,
  tail: whole(0, 10_000).optional(),
  component: z.string().optional(),
  level: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).optional(),
  since: z
    .string()
    .transform((text) => sinceTime(text, Date.now()))
    .optional(),
});

/** A service's log, oldest first; an object a line with `--json`. */
export const run = command(input, async (context, { service, timestamps, ...query }) => {
  const { output, interrupts } = context;
  const { client } = await connect(context);
  await interrupts.during(async (signal) => {
    for await (const line of client.services.logs(service, { ...withoutAbsent(query), signal })) {
      output.line(line);
      output.print(textOf(line, timestamps, output));
    }
  });
  return 'ok';
});

/** `10m` is ten minutes before now; anything else is a time that the API reads. */
export function sinceTime(text: string, now: number): string {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const size = units[unit];
  return size === undefined ? text : new Date(now - Number(count) * size).toISOString();
}

/** A program's colours are its own; on a terminal it must not move the cursor or set the title. */
function textOf({ time, text }: LogLine, timestamps: boolean, { paint, live }: Output): string {
  const shown = live ? withoutControls(text) : text;
  return timestamps ? `${paint(span(time, 'dim'))}  ${shown}` : shown;
}
