import { randomUUID } from 'node:crypto';
import type { EventData, EventType, LoggedEvent, NewEvent } from '#contracts/events.ts';
import type { ServiceId, StepId, TaskId } from '#domain/ids.ts';
import { stepId } from '#domain/ids.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { Step } from '#domain/plan/steps.ts';

/** An event as a worker would append it. */
export function eventOf<Type extends EventType>(
  type: Type,
  data: EventData[Type],
  about: { readonly task?: TaskId; readonly service?: ServiceId; readonly time?: string } = {},
): NewEvent {
  const time = about.time ?? '2026-01-31T20:15:00.000Z';
  return { id: randomUUID(), type, time, correlationId: 'c-1', ...about, data } as NewEvent;
}

export function logged(events: readonly NewEvent[]): readonly LoggedEvent[] {
  return events.map((event, at) => ({ ...event, position: at + 1 }));
}

export const pull: StepId = stepId('pullImage', 'example/web:1.0');
export const start: StepId = stepId('startContainer', 'showrunner-web');

/** A plan of two steps: a pull, then a start. */
export function planOf(service: ServiceId): Plan {
  const steps: readonly Step[] = [
    {
      id: pull,
      type: 'pullImage',
      phase: 'pull',
      cause: 'the engine does not have it',
      after: [],
      bestEffort: false,
      arguments: { image: 'example/web:1.0', vendorImage: 'example/web:1.0' },
    },
    {
      id: start,
      type: 'startContainer',
      phase: 'deploy',
      cause: 'it does not run',
      after: [pull],
      bestEffort: false,
      arguments: { container: 'showrunner-web' },
    },
  ];
  return { format: 1, operation: 'install', service, hash: 'abcdef0123456789', steps, notes: [] };
}
