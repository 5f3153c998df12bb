import type { LoggedEvent } from '#contracts/events.ts';
import type { StepType } from '#domain/plan/steps.ts';
import { readTimeline, type TaskTimes } from '../support/timeline.ts';

export interface RemovalTimes {
  /** By the engine's events: its program ended, its successor started. */
  readonly died: number;
  readonly started: number;
  /** The removal call returned. */
  readonly removed: number;
  readonly story: readonly LoggedEvent[];
  readonly task: string;
}

/** Milliseconds from the end of the program to the start of the new container, by what they were spent on. */
export function removalParts({ died, started, removed, story, task }: RemovalTimes): Record<string, number> {
  const decided = decisionTime(story);
  const times = readTimeline(story.filter((event) => event.task === task)).get(task);
  if (times === undefined || decided === undefined) return {};
  const { opened, planned } = times;
  const create = stepOf(times, 'createContainer');
  const start = stepOf(times, 'startContainer');
  const begun = start?.started ?? planned;
  return {
    'end of the program to the removal call’s return': removed - died,
    'end of the program to the decision: event, look, signal, row': decided - died,
    'decision to the opened task: child workflow': opened - decided,
    'opened to planned: look at the engine, plan': planned - opened,
    'planned to the first step': (create?.started ?? begun) - planned,
    'step: create': create === undefined ? 0 : create.ended - create.started,
    'between create and start': create === undefined ? 0 : begun - create.ended,
    'step: start, until the engine’s event': started - begun,
    'start to closed: health, policy, records': times.closed - started,
  };
}

/** When the monitor took the word in. */
function decisionTime(story: readonly LoggedEvent[]): number | undefined {
  const attempt = story.findLast(({ type, data }) => type === 'service.recovery' && isAttempt(data));
  return attempt === undefined ? undefined : Date.parse(attempt.time);
}

function isAttempt(data: LoggedEvent['data']): boolean {
  return 'phase' in data && data.phase === 'attempt';
}

function stepOf({ steps }: TaskTimes, type: StepType) {
  return steps.find(({ step }) => step.type === type);
}
