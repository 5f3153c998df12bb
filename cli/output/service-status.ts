import type { ServiceState } from '#sdk/generated/schema.ts';
import { conditionMark } from './condition.ts';
import type { Output } from './output.ts';
import { span } from './paint.ts';
import { healthSpan, statusSpan } from './service-table.ts';
import { type Column, table } from './table.ts';
import { listOf } from './text.ts';
import { ago, clock } from './times.ts';

type Page = Pick<Output, 'paint' | 'columns'>;

/** A service's state, health and last changes. */
export function serviceStatus(state: ServiceState, { paint, columns }: Page, now = Date.now()): string {
  const { id, status, health, desired, since, openTask, rootCauses, changes } = state;
  const blamed = rootCauses.filter((service) => service !== id);
  const rows: readonly (readonly [string, string])[] = [
    ['service', `${paint(conditionMark(state))} ${paint(span(id, 'bold'))}`],
    ['state', `${paint(statusSpan(status))}${desired === status ? '' : wish[desired]}`],
    ['health', paint(healthSpan(health))],
    ['since', `${clock(since, now)} (${ago(since, now)})`],
    ...(blamed.length === 0 ? [] : [['because of', listOf(blamed)] as const]),
    ...(openTask === undefined ? [] : [['at work', openTask] as const]),
  ];
  const facts = rows.map(([name, value]) => `${paint(span(name.padEnd(12), 'dim'))}${value}`).join('\n');
  if (changes.length === 0) return facts;
  return `${facts}\n\n${table(changes, changeColumns(now), { paint, columns: columns() })}`;
}

const wish: { readonly [Desired in ServiceState['desired']]: string } = {
  running: ', to be running',
  stopped: ', to be stopped',
  absent: ', to be removed',
};

function changeColumns(now: number): readonly Column<ServiceState['changes'][number]>[] {
  return [
    { title: 'time', cell: ({ time }) => span(clock(time, now), 'dim') },
    { title: 'state', cell: ({ status }) => statusSpan(status) },
    { title: 'health', cell: ({ health }) => healthSpan(health) },
    { title: 'cause', cell: ({ cause }) => cause, shrinks: true },
  ];
}
