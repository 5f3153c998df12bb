import type { Host } from '#sdk/generated/schema.ts';
import type { Output } from './output.ts';
import { type Style, span } from './paint.ts';
import { type Column, table } from './table.ts';
import { ago, bytes } from './times.ts';

export function hostTable(hosts: readonly Host[], output: Output, now = Date.now()): string {
  const list = table(hosts, columns(now), { paint: output.paint, columns: output.columns() });
  const reasons = hosts.flatMap(({ id, state, stateCause }) =>
    state === 'unreachable' && stateCause !== undefined ? [`${id} cannot be reached: ${stateCause}.`] : [],
  );
  return reasons.length === 0 ? list : [list, '', ...reasons].join('\n');
}

/** `disk=large room=upstairs`. */
export function labelsText(labels: Host['labels']): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

const stateStyles: { readonly [State in Host['state']]: Style } = {
  reachable: 'green',
  unreachable: 'red',
  unknown: 'dim',
};

function columns(now: number): readonly Column<Host>[] {
  return [
    { title: 'host', cell: ({ id }) => span(id, 'bold') },
    { title: 'state', cell: ({ state }) => span(state, stateStyles[state]) },
    { title: 'since', cell: ({ stateSince }) => (stateSince === undefined ? '' : ago(stateSince, now)) },
    { title: 'address', cell: ({ address }) => address },
    { title: 'services', cell: ({ services }) => String(services), align: 'right' },
    { title: 'memory', cell: ({ capacity }) => (capacity === undefined ? '' : bytes(capacity.memoryBytes)) },
    { title: 'labels', cell: ({ labels }) => labelsText(labels), shrinks: true },
    {
      title: 'scheduling',
      cell: ({ scheduling }) => span(scheduling, scheduling === 'open' ? 'dim' : 'yellow'),
    },
  ];
}
