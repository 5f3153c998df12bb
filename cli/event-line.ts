import type { CloudEvent } from '#sdk/generated/schema.ts';
import type { Output } from './output/output.ts';
import { span } from './output/paint.ts';
import { cutTo, oneLine } from './output/text.ts';
import { bytes } from './output/times.ts';

/** One event in one line: position, time, type, service, and what it says. */
export function eventLine(event: CloudEvent, { paint, columns }: Output): string {
  const position = String(event.position).padStart(6);
  const time = event.time.slice(11, 23);
  const type = event.type.slice('showrunner.'.length).padEnd(15);
  const service = (event.service ?? '').padEnd(12);
  const room =
    (columns() ?? Number.MAX_SAFE_INTEGER) - position.length - time.length - type.length - service.length - 9;
  const words = cutTo(oneLine(wordsOf(event)), Math.max(10, room));
  return `${paint(span(position, 'dim'))}  ${paint(span(time, 'dim'))}  ${paint(span(type, 'cyan'))}  ${service}  ${words}`.trimEnd();
}

function wordsOf(event: CloudEvent): string {
  switch (event.type) {
    case 'showrunner.task.opened': {
      const { operation, members = [], requestedBy } = event.data;
      return [operation, ...members.map(({ service }) => service), `by ${requestedBy}`].join(' ');
    }
    case 'showrunner.task.planned':
      return `${event.data.plan.steps.length} steps`;
    case 'showrunner.task.child':
      return `${event.data.service}: ${event.data.child}`;
    case 'showrunner.task.closed':
      return [event.data.status, event.data.error?.message].filter((text) => text !== undefined).join(': ');
    case 'showrunner.step.started':
      return `${event.data.step}${event.data.attempt > 1 ? ` (try ${event.data.attempt})` : ''}`;
    case 'showrunner.step.progress':
      return `${event.data.step}: ${bytes(event.data.progress.current)} of ${bytes(event.data.progress.total)}`;
    case 'showrunner.step.ended':
      return `${event.data.step} ${event.data.outcome}: ${event.data.detail}`;
    case 'showrunner.step.failed':
      return `${event.data.step} failed: ${event.data.error.message}`;
    case 'showrunner.service.changed':
      return `${event.data.status}, ${event.data.health}: ${event.data.cause}`;
    case 'showrunner.service.recovery':
      return `${event.data.phase}: ${event.data.cause}`;
    case 'showrunner.host.changed':
      return `${event.data.host} ${event.data.reachable ? 'reachable' : 'unreachable'}: ${event.data.cause}`;
    case 'showrunner.host.joined':
      return `${event.data.host} joined at ${event.data.address}`;
    case 'showrunner.host.drained':
      return `${event.data.host} takes nothing new`;
    case 'showrunner.host.opened':
      return `${event.data.host} takes services again`;
    case 'showrunner.host.removed':
      return `${event.data.host} removed`;
    case 'showrunner.alert.raised':
      return `${event.data.name} (${event.data.severity}): ${event.data.summary}`;
    case 'showrunner.alert.resolved':
      return `${event.data.name} resolved: ${event.data.summary}`;
  }
}
