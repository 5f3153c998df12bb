import { describe, expect, test } from 'vitest';
import { criticalPath } from '#bench/support/critical-path.ts';
import { durationWithout } from '#bench/support/replay.ts';
import { readTimeline } from '#bench/support/timeline.ts';
import type { LoggedEvent } from '#contracts/events.ts';

/** A batch installs `app`, which requires `db`; times are milliseconds from the batch's beginning. */
const events: readonly LoggedEvent[] = [
  opened('batch', 0, {}),
  opened('app', 10, { parent: 'batch', service: 'app' }),
  planned('app', 20, [
    step('wait', 'waitForService', [], { service: 'db' }),
    step('create', 'createContainer', []),
    step('start', 'startContainer', ['wait', 'create']),
    step('link', 'applyLink', ['start']),
    step('save', 'saveService', ['link']),
  ]),
  opened('db', 30, { parent: 'app', service: 'db' }),
  planned('db', 45, [step('run', 'startContainer', []), step('healthy', 'waitHealthy', ['run'])]),
  ...ran('app', 'create', 25, 60),
  ...ran('db', 'run', 50, 150),
  ...ran('db', 'healthy', 160, 360),
  closed('db', 370),
  ...ran('app', 'start', 380, 480),
  ...ran('app', 'link', 490, 690),
  ...ran('app', 'save', 700, 710),
  closed('app', 720),
  closed('batch', 740),
].map((event, at) => ({ ...event, position: at + 1 }));

const timeline = readTimeline(events);

describe('the critical path', () => {
  test('goes through the dependency that was waited for, and past what was done meanwhile', () => {
    expect(criticalPath(timeline, 'batch')).toEqual({
      engine: 100 + 100,
      'waiting for health': 200,
      links: 200,
      records: 10,
      // app, and db: from being opened to being planned.
      planning: 10 + 15,
      'between steps': 10 + 10 + 5 + 10 + 10 + 10 + 10 + 10 + 10 + 20,
    });
  });

  test('adds up to the time of the whole', () => {
    const parts = Object.values(criticalPath(timeline, 'batch'));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(740);
  });

  test('is refused where the beginning of a task is unknown', () => {
    expect(() => readTimeline(events.slice(1))).toThrow('beginning');
  });
});

describe('the time without some steps', () => {
  test('is the real one when none is left out', () => {
    expect(durationWithout(timeline, 'batch', () => false)).toBe(740);
  });

  test('is shorter by a step on the critical path and by the way to it', () => {
    expect(durationWithout(timeline, 'batch', ({ step: { type } }) => type === 'applyLink')).toBe(740 - 210);
  });

  test('is the same for a step that nothing waited for', () => {
    expect(durationWithout(timeline, 'batch', ({ step: { id } }) => id === 'create')).toBe(740);
  });

  test('carries over to the consumers of what came up earlier', () => {
    expect(durationWithout(timeline, 'batch', ({ step: { id } }) => id === 'healthy')).toBe(740 - 210);
  });
});

function event(task: string, at: number, type: string, data: object, service?: string): LoggedEvent {
  const time = new Date(1_000_000 + at).toISOString();
  const common = { id: `${task}/${type}/${at}`, time, correlationId: 'c', task, data, position: 0 };
  return { ...common, type, ...(service === undefined ? {} : { service }) } as unknown as LoggedEvent;
}

function opened(task: string, at: number, { parent, service }: { parent?: string; service?: string }) {
  return event(task, at, 'task.opened', { operation: 'install', requestedBy: 'x', parent }, service);
}

function planned(task: string, at: number, steps: readonly object[]) {
  return event(task, at, 'task.planned', { plan: { steps } });
}

function closed(task: string, at: number) {
  return event(task, at, 'task.closed', { status: 'succeeded' }, task);
}

function ran(task: string, id: string, from: number, to: number) {
  return [
    event(task, from, 'step.started', { step: id, attempt: 1 }),
    event(task, to, 'step.ended', { step: id, outcome: 'done', detail: '' }),
  ];
}

function step(id: string, type: string, after: readonly string[], args: object = {}) {
  return { id, type, after, arguments: args };
}
