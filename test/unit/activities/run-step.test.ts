import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, it } from 'vitest';
import { stepActivity } from '#activities/steps/run-step.ts';
import { DomainError, type ErrorCode } from '#domain/errors.ts';
import { stepId } from '#domain/ids.ts';
import type { StepOf } from '#domain/plan/steps.ts';
import { createMemoryEventLog } from '#test/support/memory/index.ts';
import { tools } from './support/tools.ts';

const step: StepOf<'keepRunning'> = {
  id: stepId('keepRunning', 'sonarr'),
  type: 'keepRunning',
  phase: 'deploy',
  cause: 'the test says so',
  after: [],
  bestEffort: false,
  arguments: { container: 'showrunner-sonarr' },
};

async function toldOf(attempt: number, code: ErrorCode): Promise<readonly string[]> {
  const events = createMemoryEventLog();
  const activity = stepActivity<'keepRunning'>(events, () => Promise.reject(new DomainError(code, 'no')));
  const { service, host, origin } = tools();
  const environment = new MockActivityEnvironment({ attempt });
  const context = { service, host, origin, undo: false };
  await expect(environment.run(activity, step, context)).rejects.toThrow('no');
  return events.all().map(({ type }) => type);
}

it('the first tries in an outage are told one by one', async () => {
  expect(await toldOf(10, 'engine-unreachable')).toEqual(['step.started', 'step.failed']);
});

it('of the many that follow only some are told, so that an outage does not drive all else out of the log', async () => {
  expect(await toldOf(11, 'engine-unreachable')).toEqual([]);
  expect(await toldOf(60, 'engine-unreachable')).toEqual(['step.started', 'step.failed']);
});

it('a failure is told whenever it comes', async () => {
  expect(await toldOf(11, 'container-exited')).toEqual(['step.failed']);
});
