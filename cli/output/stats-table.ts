import type { UsageList, UsagePoint } from '#sdk/generated/schema.ts';
import type { Output } from './output.ts';
import { type Span, span } from './paint.ts';
import { type Column, table } from './table.ts';
import { bytes } from './times.ts';

type Row = UsageList['components'][number];

/** A line for each component, with what it uses now. */
export function statsTable(
  rows: readonly Row[],
  { paint, columns }: Pick<Output, 'paint' | 'columns'>,
): string {
  return table(rows, statsColumns, { paint, columns: columns() });
}

const statsColumns: readonly Column<Row>[] = [
  { title: 'service', cell: ({ service }) => span(service, 'bold') },
  { title: 'component', cell: ({ service, component }) => (component === service ? '' : component) },
  { title: 'cpu', align: 'right', cell: used(({ cpuCores }) => percent(cpuCores)) },
  { title: 'memory', align: 'right', cell: used(memory) },
  {
    title: 'received',
    align: 'right',
    cell: used(({ networkReceivedBytes }) => size(networkReceivedBytes)),
  },
  { title: 'sent', align: 'right', cell: used(({ networkSentBytes }) => size(networkSentBytes)) },
  { title: 'read', align: 'right', cell: used(({ diskReadBytes }) => size(diskReadBytes)) },
  { title: 'written', align: 'right', cell: used(({ diskWrittenBytes }) => size(diskWrittenBytes)) },
  {
    title: 'restarts',
    align: 'right',
    cell: used(({ restarts }) => (restarts === 0 ? '' : span(String(restarts), 'yellow'))),
  },
];

const uncounted = '–';

function used(cell: (now: UsagePoint) => Span | string): (row: Row) => Span | string {
  return ({ now }) => (now === null ? '' : cell(now));
}

/** Of one core, as `top` has it: two cores in full use are 200 %. */
function percent(cores: number | null): string {
  return cores === null ? uncounted : `${(cores * 100).toFixed(1)} %`;
}

function memory({ memoryBytes, memoryLimitBytes }: UsagePoint): Span | string {
  if (memoryLimitBytes === null) return bytes(memoryBytes);
  const text = `${bytes(memoryBytes)} of ${bytes(memoryLimitBytes)}`;
  return memoryBytes > memoryLimitBytes * 0.9 ? span(text, 'red') : text;
}

function size(count: number | null): string {
  return count === null ? uncounted : bytes(count);
}
