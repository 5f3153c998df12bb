import type { LoggedEvent } from '#contracts/events.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { Step } from '#domain/plan/steps.ts';

/** When what happened, of one task. Times are milliseconds since the epoch. */
export interface TaskTimes {
  readonly id: string;
  readonly parent?: string;
  readonly service?: string;
  readonly opened: number;
  readonly planned: number;
  readonly closed: number;
  readonly steps: readonly StepTimes[];
}

export interface StepTimes {
  readonly step: Step;
  readonly started: number;
  readonly ended: number;
}

/** The tasks of one request, as its events tell them, by id. */
export function readTimeline(events: readonly LoggedEvent[]): ReadonlyMap<string, TaskTimes> {
  const byTask = Map.groupBy(events, ({ task }) => task ?? '');
  byTask.delete('');
  return new Map([...byTask].map(([id, own]) => [id, taskTimes(id, own, events)]));
}

function taskTimes(id: string, own: readonly LoggedEvent[], events: readonly LoggedEvent[]): TaskTimes {
  const opened = own.find(({ type }) => type === 'task.opened');
  const planned = own.findLast(({ type }) => type === 'task.planned');
  const closed = own.find(({ type }) => type === 'task.closed');
  if (opened?.type !== 'task.opened' || closed === undefined)
    throw new Error(`The events of ${id} do not tell its beginning and its end.`);
  const plan = planned?.type === 'task.planned' ? planned.data.plan : undefined;
  const { parent } = opened.data;
  const begun = timeOf(planned) ?? timeOf(opened) ?? 0;
  return {
    id,
    ...(parent === undefined ? {} : { parent }),
    ...(opened.service === undefined ? {} : { service: opened.service }),
    opened: timeOf(opened) ?? 0,
    planned: begun,
    closed: timeOf(closed) ?? 0,
    steps: plan === undefined ? [] : stepTimes(plan, own, events, begun),
  };
}

/** A wait for another service has no event of its own: it ends when the other's task is closed. */
function stepTimes(
  plan: Plan,
  own: readonly LoggedEvent[],
  events: readonly LoggedEvent[],
  begun: number,
): readonly StepTimes[] {
  return plan.steps.map((step) => {
    if (step.type === 'waitForService') {
      const awaited = events.find(
        ({ type, service }) => type === 'task.closed' && service === step.arguments.service,
      );
      return { step, started: begun, ended: timeOf(awaited) ?? begun };
    }
    const started = own.find((event) => event.type === 'step.started' && event.data.step === step.id);
    const ended = own.find((event) => event.type === 'step.ended' && event.data.step === step.id);
    return { step, started: timeOf(started) ?? begun, ended: timeOf(ended) ?? begun };
  });
}

function timeOf(event: LoggedEvent | undefined): number | undefined {
  return event === undefined ? undefined : Date.parse(event.time);
}
