import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchWorkflowId,
  hostWorkflowId,
  monitorWorkflowId,
  parseTaskId,
  previewWorkflowId,
  serviceWorkflowId,
  taskId,
} from '#contracts/ids.ts';
import { isDomainError } from '#domain/errors.ts';
import { hostId, serviceId } from '#domain/ids.ts';

const slug = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/);
const workflowId = fc.oneof(
  slug.map((id) => serviceWorkflowId(serviceId(id))),
  slug.map((id) => monitorWorkflowId(serviceId(id))),
  slug.map((id) => hostWorkflowId(hostId(id))),
  fc.stringMatching(/^[0-9a-f]{64}$/).map(batchWorkflowId),
  fc.uuid().map(previewWorkflowId),
);

describe('a task id', () => {
  it('is read back as the run that it names', () => {
    fc.assert(
      fc.property(workflowId, fc.uuid(), (id, runId) => {
        expect(parseTaskId(taskId({ workflowId: id, runId }))).toEqual({ workflowId: id, runId });
      }),
    );
  });

  it('of two runs is two', () => {
    fc.assert(
      fc.property(workflowId, fc.uuid(), workflowId, fc.uuid(), (one, run, other, otherRun) => {
        const same = one === other && run === otherRun;
        const equal =
          taskId({ workflowId: one, runId: run }) === taskId({ workflowId: other, runId: otherRun });
        expect(equal).toBe(same);
      }),
    );
  });

  it('needs no escape in a path, a label or a query', () => {
    fc.assert(
      fc.property(workflowId, fc.uuid(), (id, runId) => {
        const task = taskId({ workflowId: id, runId });
        expect(encodeURIComponent(task)).toBe(task);
      }),
    );
  });

  it('shows which service it is about', () => {
    const runId = '0199aa11-2b3c-7d4e-8f50-61728394a5b6';
    expect(taskId({ workflowId: 'svc/sonarr', runId })).toBe(`svc.sonarr.${runId}`);
  });

  const run = '00000000-0000-4000-8000-000000000000';
  it.each([
    '',
    'sonarr',
    `svc.sonarr`,
    `svc.sonarr.${run}x`,
    `svc.sonarr.${run.slice(1)}`,
    `svc.Sonarr.${run}`,
    `svc..${run}`,
    `svc.so.narr.${run}`,
    `svc/sonarr.${run}`,
    `other.sonarr.${run}`,
    `svc.sonarr.${run}\n`,
    `svc.../../etc.${run}`,
    `svc.${'x'.repeat(81)}.${run}`,
  ])('%j is none, which is not found rather than wrong', (value) => {
    expect(() => parseTaskId(value)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('of any text at all is read or refused, and never shown at length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (value) => {
        try {
          parseTaskId(value);
        } catch (error) {
          if (!isDomainError(error)) throw error;
          expect(error.message.length).toBeLessThan(200);
        }
      }),
    );
  });
});
