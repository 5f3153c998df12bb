import type { Service, ServiceStatus, TaskStatus } from '#sdk/generated/schema.ts';
import type { Output } from './output.ts';
import { type Span, type Style, span } from './paint.ts';
import { type Column, table } from './table.ts';
import { ago } from './times.ts';

/** The services with their addresses. */
export function serviceTable(services: readonly Service[], output: Output, now = Date.now()): string {
  return table(services, [...columns, sinceColumn(now), addressColumn], {
    paint: output.paint,
    columns: output.columns(),
  });
}

/** Only what a person needs to go there. */
export function addressTable(services: readonly Service[], output: Output): string {
  return table(services, [...columns, addressColumn], { paint: output.paint, columns: output.columns() });
}

export function statusSpan(status: ServiceStatus): Span {
  return span(status, statusStyles[status] ?? 'yellow');
}

export function healthSpan(health: Service['health']): Span {
  return span(health, healthStyles[health]);
}

export function taskStatusSpan(status: TaskStatus): Span {
  return span(status, taskStyles[status]);
}

const statusStyles: { readonly [Status in ServiceStatus]?: Style } = {
  running: 'green',
  failed: 'red',
  stopped: 'dim',
  absent: 'dim',
};

const taskStyles: { readonly [Status in TaskStatus]: Style } = {
  queued: 'dim',
  running: 'cyan',
  waiting: 'yellow',
  cancelling: 'yellow',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  'timed-out': 'red',
  terminated: 'red',
};

const healthStyles: { readonly [Health in Service['health']]: Style } = {
  healthy: 'green',
  unhealthy: 'red',
  starting: 'yellow',
  unknown: 'dim',
};

const columns: readonly Column<Service>[] = [
  { title: 'service', cell: ({ id }) => span(id, 'bold') },
  { title: 'program', cell: ({ name, version }) => `${name} ${version}`, shrinks: true },
  { title: 'status', cell: ({ status }) => statusSpan(status) },
  { title: 'health', cell: ({ health }) => healthSpan(health) },
];

function sinceColumn(now: number): Column<Service> {
  return { title: 'since', cell: ({ since }) => ago(since, now) };
}

const addressColumn: Column<Service> = { title: 'address', cell: addressOf };

/** Its web page, else the ports that it publishes. */
function addressOf({ web, ports }: Service): Span {
  if (web !== undefined) return span(web, 'cyan');
  return span(ports.map(({ host, protocol }) => `${host}/${protocol}`).join(', '), 'dim');
}
