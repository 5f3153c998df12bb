import { expect, test } from 'vitest';
import { removalParts } from '#bench/life/removal-parts.ts';
import type { LoggedEvent } from '#contracts/events.ts';

const epoch = Date.parse('2030-01-01T00:00:00.000Z');
const task = 'svc.life.run';

/** Something happens every 100 ms. */
const story = (
  [
    { type: 'service.recovery', data: { phase: 'attempt', cause: 'it is gone', attempt: 1 } },
    { type: 'task.opened', task, data: { operation: 'recover', requestedBy: 'monitor' } },
    { type: 'task.planned', task, data: { plan: { steps: [step('create'), step('start')] } } },
    { type: 'step.started', task, data: { step: 'create', attempt: 1 } },
    { type: 'step.ended', task, data: { step: 'create', outcome: 'done', detail: '' } },
    { type: 'step.started', task, data: { step: 'start', attempt: 1 } },
    { type: 'step.ended', task, data: { step: 'start', outcome: 'done', detail: '' } },
    { type: 'task.closed', task, data: { status: 'succeeded' } },
  ] as unknown as readonly LoggedEvent[]
).map((event, at) => ({ ...event, time: new Date(epoch + (at + 1) * 100).toISOString() }));

test('the parts of a removal lie one after the other, from the end of the program on', () => {
  const parts = removalParts({ died: epoch, removed: epoch + 50, started: epoch + 680, story, task });
  expect(parts).toEqual({
    'end of the program to the removal call’s return': 50,
    'end of the program to the decision: event, look, signal, row': 100,
    'decision to the opened task: child workflow': 100,
    'opened to planned: look at the engine, plan': 100,
    'planned to the first step': 100,
    'step: create': 100,
    'between create and start': 100,
    'step: start, until the engine’s event': 80,
    'start to closed: health, policy, records': 120,
  });
});

test('a story without a decision has no parts', () => {
  const silent = story.filter(({ type }) => type !== 'service.recovery');
  expect(removalParts({ died: epoch, removed: epoch, started: epoch, story: silent, task })).toEqual({});
});

function step(name: 'create' | 'start'): object {
  return { id: name, type: `${name}Container`, after: [] };
}
