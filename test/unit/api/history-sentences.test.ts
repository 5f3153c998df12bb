import { describe, expect, it } from 'vitest';
import { createNarrator } from '#api/use-cases/history-sentences.ts';
import type { EventData, NewEvent } from '#contracts/events.ts';
import { type ServiceId, type StepId, serviceId, type TaskId } from '#domain/ids.ts';
import { eventOf, logged } from './support/events.ts';

const task = `svc.sonarr.${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}` as TaskId;
const parent = task.replace('sonarr', 'jellyfin') as TaskId;
const service = serviceId('sonarr');

function sentences(...events: readonly NewEvent[]): readonly (string | undefined)[] {
  const narrate = createNarrator();
  return logged(events).map((event) => narrate(event)?.sentence);
}

function changed(change: Partial<EventData['service.changed']>): NewEvent {
  const data = {
    status: 'running',
    health: 'healthy',
    desired: 'running',
    since: '2026-01-31T20:15:00Z',
    revision: 1,
    cause: 'its operation succeeded',
    ...change,
  } as const;
  return eventOf('service.changed', data, { service });
}

describe('a change of state', () => {
  it('is told with its cause, unless what stands beside it says as much', () => {
    expect(
      sentences(
        changed({ status: 'starting', health: 'unknown', cause: 'start was asked for' }),
        changed({}),
        changed({ status: 'degraded', health: 'unhealthy', cause: 'showrunner-sonarr exited with code 137' }),
        changed({ status: 'recovering', health: 'unhealthy', cause: 'recover: showrunner-sonarr exited.' }),
        changed({ status: 'failed', health: 'unknown', cause: 'It never became healthy.' }),
      ),
    ).toEqual([
      'It is being started.',
      'It is running and healthy.',
      'It is running, but unhealthy: showrunner-sonarr exited with code 137.',
      'It is being recovered: showrunner-sonarr exited.',
      'It has failed: It never became healthy.',
    ]);
  });

  it('of nothing but the reason, the health or the wish says so', () => {
    expect(
      sentences(
        changed({ status: 'degraded', health: 'unhealthy', cause: 'HTTP 503' }),
        changed({ status: 'degraded', health: 'unhealthy', cause: 'HTTP 502' }),
        changed({ status: 'degraded', health: 'unknown', cause: 'host local: no answer' }),
        changed({ status: 'degraded', health: 'unknown', desired: 'stopped', cause: 'a stop was claimed' }),
      ),
    ).toEqual([
      'It is running, but unhealthy: HTTP 503.',
      'It is still running, but unhealthy: HTTP 502.',
      'It counts as unknown now: host local: no answer.',
      'It is to be stopped from now on: a stop was claimed.',
    ]);
  });

  it('that another task asked for names whose', () => {
    expect(
      sentences(
        changed({ status: 'installing', cause: `asked for by ${parent}` }),
        changed({ status: 'failed', cause: 'x' }),
        changed({
          status: 'starting',
          cause: `asked for by ${parent.replace('svc.jellyfin', 'batch.3f9c')}`,
        }),
        changed({ status: 'stopping', cause: 'asked for by somebody' }),
      ),
    ).toEqual([
      'It is being installed: the task of jellyfin asked for it.',
      'It has failed: x.',
      'It is being started: a batch asked for it.',
      'It is being stopped: another task asked for it.',
    ]);
  });
});

it('recovery tells its attempts, its pauses and what it waits for', () => {
  const note = (data: EventData['service.recovery']) =>
    eventOf('service.recovery', data, { service, time: '2026-01-31T20:15:00.000Z' });
  const at = (clock: string) => `2026-01-31T${clock}.000Z`;
  expect(
    sentences(
      note({ phase: 'attempt', cause: 'it exited', attempt: 1 }),
      note({ phase: 'failed', cause: 'it never became healthy.', attempt: 1, nextTryAt: at('20:15:30') }),
      note({
        phase: 'waiting',
        cause: 'vpn, which it requires, is down: it exited',
        waitsFor: 'vpn' as ServiceId,
        nextTryAt: at('20:25:00'),
      }),
      note({
        phase: 'waiting',
        cause: `it is busy: Backup; it is healed when that has ended, at the latest at ${at('22:15:00')}`,
      }),
      note({ phase: 'relapsed', cause: 'it was well for 4 s only: it exited', attempt: 2 }),
      note({ phase: 'breaker-opened', cause: '3 attempts failed: it exited', nextTryAt: at('20:20:00') }),
      note({ phase: 'half-open', cause: 'it exited', attempt: 4 }),
      note({ phase: 'postponed', cause: 'it was cancelled' }),
      note({ phase: 'recovered', cause: 'mended: it exited', attempt: 4 }),
      note({ phase: 'breaker-closed', cause: 'it has been well for long enough' }),
    ),
  ).toEqual([
    'Recovery begins attempt 1: it exited.',
    'Recovery attempt 1 failed: it never became healthy. It tries again 30 seconds later.',
    'Recovery holds back: vpn, which it requires, is down: it exited. It looks again at the latest 10 minutes later.',
    'Recovery holds back: it is busy: Backup; it is healed when that has ended, at the latest at 2026-01-31T22:15:00.000Z.',
    'It did not stay well: it was well for 4 s only: it exited.',
    'Recovery gave up for now: 3 attempts failed: it exited. It tries again 5 minutes later.',
    'Recovery tries once more, attempt 4: it exited.',
    'Recovery put its attempt off: it was cancelled.',
    'It recovered: mended: it exited.',
    'Recovery considers the matter closed: it has been well for long enough.',
  ]);
});

it('a reason is given once for all that follows from it, and again when it comes again', () => {
  const exited = 'showrunner-sonarr exited with code 137';
  const attempt = { phase: 'attempt', cause: exited, attempt: 1 } as const;
  expect(
    sentences(
      changed({ status: 'degraded', health: 'unhealthy', cause: exited }),
      eventOf('service.recovery', attempt, { service }),
      changed({ status: 'recovering', health: 'unhealthy', cause: `recover: ${exited}` }),
      changed({ cause: 'its operation succeeded' }),
      changed({ status: 'failed', health: 'unhealthy', cause: exited }),
    ),
  ).toEqual([
    `It is running, but unhealthy: ${exited}.`,
    'Recovery begins attempt 1.',
    'It is being recovered.',
    'It is running and healthy.',
    `It has failed: ${exited}.`,
  ]);
});

it('tasks are told by what they are, who asked and how they ended', () => {
  const step = 'startContainer:showrunner-sonarr' as StepId;
  const error = { code: 'container-exited', message: 'It exited with code 1.', remedy: 'Look.' } as const;
  const evidence = { container: 'showrunner-sonarr', state: 'exited', exitCode: 1, log: [] };
  expect(
    sentences(
      eventOf('task.opened', { operation: 'update', requestedBy: 'token:admin' }, { task, service }),
      eventOf('step.failed', { step, error, attempt: 2, evidence }, { task, service }),
      eventOf('task.closed', { status: 'failed', error }, { task, service }),
      eventOf('task.opened', { operation: 'recover', requestedBy: 'monitor' }, { service }),
      eventOf('task.opened', { operation: 'install', requestedBy: 'token:admin', parent }, { service }),
      eventOf('task.closed', { status: 'succeeded' }, { service }),
    ),
  ).toEqual([
    'An update was asked for by admin.',
    'The step startContainer (showrunner-sonarr) failed at try 2: It exited with code 1. Its container ended with exit code 1.',
    'The update failed.',
    'A recovery was begun by Showrunner itself.',
    'An installation was begun: the task of jellyfin asked for it.',
    'The operation succeeded.',
  ]);
});

it('alerts are told when they are raised and when they are resolved; other events are not told', () => {
  const alert = {
    alert: 'a',
    name: 'ServiceDown',
    severity: 'critical',
    summary: 'Sonarr (sonarr) is down',
  } as const;
  expect(
    sentences(
      eventOf('alert.raised', { ...alert, description: 'Three attempts failed.' }, { service }),
      eventOf('alert.resolved', { ...alert, raisedAt: '2026-01-31T20:15:00Z' }, { service }),
      eventOf('step.started', { step: 'pullImage:x' as StepId, attempt: 1 }, { service }),
    ),
  ).toEqual([
    'The alert ServiceDown (critical) was raised: Sonarr (sonarr) is down.',
    'The alert ServiceDown was resolved.',
    undefined,
  ]);
});
