import { z } from 'zod';
import type { MaintenanceWindow } from '#sdk/generated/schema.ts';
import { command } from '../command.ts';
import { connect } from '../connection.ts';
import type { CliContext } from '../context.ts';
import { nameOf, openedText } from '../output/maintenance.ts';
import { span } from '../output/paint.ts';
import { type Column, table } from '../output/table.ts';
import { clock } from '../output/times.ts';
import { timeSpan } from '../time-span.ts';

const input = z.object({
  service: z.string().optional(),
  for: z.string().optional(),
  reason: z.string().optional(),
  end: z.string().optional(),
});

/** Lists, opens and ends maintenance windows: while one is open nothing is healed. */
export const run = command(input, async (context, { service, for: length, reason, end }) => {
  const { client } = await connect(context);
  const { output } = context;
  if (end !== undefined) {
    const ended = await client.maintenance.end(end);
    output.document(ended);
    output.print(`Recovery of ${nameOf(ended)} is on again.`);
    if (ended.delayed !== undefined) output.print(ended.delayed);
    return 'ok';
  }
  if (length === undefined) {
    const { windows } = await client.maintenance.list();
    output.document({ windows });
    output.print(windows.length === 0 ? 'No maintenance: what fails is healed.' : listed(windows, context));
    return 'ok';
  }
  const opened = await client.maintenance.open({
    ...(service === undefined || service === 'all' ? {} : { service }),
    endsAt: new Date(Date.now() + timeSpan('--for', length)).toISOString(),
    reason: reason ?? 'maintenance',
  });
  output.document(opened);
  output.print(openedText(opened, context.environment, Date.now()));
  if (opened.delayed !== undefined) output.print(opened.delayed);
  return 'ok';
});

function listed(windows: readonly MaintenanceWindow[], { output }: CliContext): string {
  const now = Date.now();
  const columns: readonly Column<MaintenanceWindow>[] = [
    { title: 'service', cell: (window) => span(nameOf(window), 'bold') },
    { title: 'from', cell: ({ startsAt }) => clock(startsAt, now) },
    { title: 'until', cell: ({ endsAt }) => clock(endsAt, now) },
    { title: 'why', cell: ({ reason }) => reason },
    { title: 'id', cell: ({ id }) => span(id, 'dim') },
  ];
  return table(windows, columns, { paint: output.paint, columns: output.columns() });
}
