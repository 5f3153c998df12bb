import type { StepTools } from '#activities/steps/executor.ts';
import { taskId } from '#contracts/ids.ts';
import type { ByteProgress } from '#contracts/task.ts';
import type { Evidence } from '#domain/container.ts';
import { hostId, serviceId, type TaskId } from '#domain/ids.ts';

/** A task's tools, with what the step said by them. */
export interface TestTools extends StepTools {
  readonly evidence: readonly Evidence[];
  readonly progressed: readonly ByteProgress[];
}

/** The task of that number. */
export function aTask(number = 1): TaskId {
  return taskId({ workflowId: 'svc/sonarr', runId: `00000000-0000-4000-8000-00000000000${number}` });
}

export function tools(more: Partial<StepTools> = {}): TestTools {
  const evidence: Evidence[] = [];
  const progressed: ByteProgress[] = [];
  return {
    service: serviceId('sonarr'),
    host: hostId('local'),
    origin: { correlationId: 'request-1', requestedBy: 'test' },
    undo: false,
    task: aTask(),
    attempt: 1,
    signal: new AbortController().signal,
    progress: (progress) => progressed.push(progress),
    keepEvidence: (kept) => evidence.push(kept),
    evidence,
    progressed,
    ...more,
  };
}
