import { z } from 'zod';
import type { Alert, AlertList } from '#sdk/generated/schema.ts';
import { command, whole } from '../command.ts';
import { connect } from '../connection.ts';
import { span } from '../output/paint.ts';
import { type Column, table } from '../output/table.ts';
import { ago } from '../output/times.ts';
import { withoutAbsent } from '../without-absent.ts';

const input = z.object({
  state: z.enum(['open', 'resolved'], 'must be open or resolved').optional(),
  service: z.string().optional(),
  limit: whole(1, 500).default(100),
});

/** The alerts, newest first, and whether anybody is told of them. */
export const run = command(input, async (context, query) => {
  const { output } = context;
  const { client } = await connect(context);
  const list = await client.alerts.list(withoutAbsent(query));
  output.document(list);
  const options = { paint: output.paint, columns: output.columns() };
  if (list.alerts.length > 0) output.print(table(list.alerts, columns(Date.now()), options));
  else output.print(query.state === 'open' ? 'No alert is open.' : 'No alerts.');
  for (const remark of sinkRemarks(list)) output.print(`\n${remark}`);
  return 'ok';
});

function columns(now: number): readonly Column<Alert>[] {
  return [
    { title: 'alert', cell: ({ name }) => span(name, 'bold') },
    { title: 'service', cell: ({ service }) => service },
    { title: 'severity', cell: ({ severity }) => span(severity, severity === 'critical' ? 'red' : 'yellow') },
    { title: 'state', cell: ({ state }) => span(state, state === 'open' ? 'red' : 'green') },
    { title: 'raised', cell: ({ raisedAt }) => ago(raisedAt, now) },
    { title: 'resolved', cell: ({ resolvedAt }) => (resolvedAt === undefined ? '' : ago(resolvedAt, now)) },
    { title: 'told', cell: ({ deliveries }) => deliveriesText(deliveries) },
    { title: 'summary', cell: ({ summary }) => summary, shrinks: true },
  ];
}

/** Of each sink, what became of the last message. */
function deliveriesText(deliveries: Alert['deliveries']): string {
  const last = new Map(deliveries.map(({ sink, state }) => [sink, state]));
  return [...last].map(([sink, state]) => (state === 'delivered' ? sink : `${sink}: ${state}`)).join(', ');
}

function sinkRemarks({ sinks }: AlertList): readonly string[] {
  if (sinks.every(({ state }) => state === 'off'))
    return ['Nobody is told of alerts. Set alerts.webhook.url or alerts.alertmanager.url to be told.'];
  return sinks.flatMap(({ name, state, detail }) =>
    state === 'switched-off' ? [`${name} is told nothing: ${detail}`] : [],
  );
}
