import { describe, expect, it } from 'vitest';
import type { NewEvent } from '#contracts/events.ts';
import { createTaskFold, foldTask } from '#contracts/fold-task.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { eventOf, logged, planOf, pull, start } from './support/events.ts';

const service = serviceId('web');
const opened = eventOf('task.opened', { operation: 'install', requestedBy: 'token:admin' }, { service });
const planned = eventOf('task.planned', { plan: planOf(service) });
const fold = (...events: readonly NewEvent[]) => foldTask(logged(events));
const statesOf = (...events: readonly NewEvent[]) => fold(...events).steps.map(({ state }) => state);

describe('a task folded from its events', () => {
  it('begins in the phase validate, with no step', () => {
    expect(fold(opened)).toMatchObject({ operation: 'install', service, phase: 'validate', steps: [] });
  });

  it('has every planned step pending', () => {
    expect(statesOf(opened, planned)).toEqual(['pending', 'pending']);
    expect(fold(opened, planned).phase).toBe('resolve');
  });

  it('tells a step from its start over its progress to its end', () => {
    const started = eventOf('step.started', { step: pull, attempt: 1 });
    const progress = eventOf('step.progress', { step: pull, progress: { current: 5, total: 9 } });
    const ended = eventOf('step.ended', { step: pull, outcome: 'adopted', detail: 'was there' });
    const before = fold(opened, planned, started, progress);
    expect(before.steps[0]).toMatchObject({ state: 'running', progress: { current: 5, total: 9 } });
    expect(before.phase).toBe('pull');
    const after = fold(opened, planned, started, progress, ended);
    expect(after.steps[0]).toMatchObject({ state: 'adopted', detail: 'was there', startedAt: started.time });
  });

  it('keeps the furthest phase when an earlier step begins again', () => {
    const first = eventOf('step.started', { step: start, attempt: 1 });
    const second = eventOf('step.started', { step: pull, attempt: 2 });
    expect(fold(opened, planned, first, second).phase).toBe('deploy');
  });

  it('shows a failure, a new try, and what was taken back', () => {
    const error = { code: 'image-not-found', message: 'no such tag', remedy: 'check it' } as const;
    const failed = eventOf('step.failed', { step: pull, attempt: 1, error });
    const again = eventOf('step.started', { step: pull, attempt: 2 });
    const undone = eventOf('step.ended', { step: pull, outcome: 'undone', detail: 'removed' });
    expect(fold(opened, planned, failed).steps[0]).toMatchObject({ state: 'failed', detail: 'no such tag' });
    expect(statesOf(opened, planned, failed, again)).toEqual(['running', 'pending']);
    expect(statesOf(opened, planned, failed, undone)).toEqual(['undone', 'pending']);
  });

  it('keeps what its steps have reached when the plan is made anew', () => {
    const ended = eventOf('step.ended', { step: pull, outcome: 'done', detail: '' });
    expect(statesOf(opened, planned, ended, planned)).toEqual(['done', 'pending']);
  });

  it('names each child once, and its end', () => {
    const task = 'svc.redis.0199' as TaskId;
    const child = eventOf('task.child', { child: task, service: serviceId('redis') });
    const closed = eventOf('task.closed', { status: 'cancelled' });
    expect(fold(opened, child, child, closed)).toMatchObject({ children: [task], status: 'cancelled' });
  });

  it('changes nothing for an event that was applied before, or of a step that no plan has', () => {
    const live = createTaskFold();
    const strange = eventOf('step.started', { step: 'undo-removeContainer:x' as typeof pull, attempt: 1 });
    const events = logged([opened, planned, strange]);
    for (const event of [...events, ...events]) live.apply(event);
    expect(live.state).toEqual(foldTask(events));
    expect(live.state.steps.map(({ state }) => state)).toEqual(['pending', 'pending']);
  });
});
