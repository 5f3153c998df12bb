import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { batchWorkflowId, previewWorkflowId, serviceWorkflowId, taskId } from '#contracts/ids.ts';
import type { PreviewInput, PreviewResult } from '#contracts/operations.ts';
import { isClosed, type TaskStatus } from '#contracts/task.ts';
import { DomainError } from '#domain/errors.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { TaskDescription, TaskEngine, TaskQuery, TaskRequest, TaskWaiter } from '#ports/task-engine.ts';
import { createAvailability, type Outage } from './availability.ts';
import { copy } from './copy.ts';

export interface MemoryTaskEngine extends TaskEngine, TaskWaiter {
  readonly outage: Outage;
  /** Every request that was started, in order. */
  readonly started: readonly TaskRequest[];
  /** What the next previews answer; without it a preview is unplanned and fails. */
  answerPreviews(answer: (input: PreviewInput) => PreviewResult): void;
  /** Changes how a run is described. A closed status frees its lock. */
  describeAs(id: TaskId, change: Partial<Omit<TaskDescription, 'id'>>): void;
  /** As retention does: the run is not known any more. */
  forget(id: TaskId): void;
}

interface Run {
  readonly workflowId: string;
  readonly description: TaskDescription;
}

/** Durable operations in memory: runs that do nothing by themselves, under the same locks. */
export function createMemoryTaskEngine(): MemoryTaskEngine {
  const { call, ...outage } = createAvailability('temporal-unreachable', 'The memory task engine');
  const runs = new Map<TaskId, Run>();
  const started: TaskRequest[] = [];
  const changes = new EventEmitter();
  let answer: ((input: PreviewInput) => PreviewResult) | undefined;

  const openRun = (workflowId: string) =>
    [...runs.values()].find((run) => run.workflowId === workflowId && !isClosed(run.description.status));
  const change = (id: TaskId, changed: Partial<TaskDescription>) => {
    const run = runs.get(id);
    if (run === undefined) throw new Error(`The test changes ${id}, which is no run.`);
    runs.set(id, { ...run, description: { ...run.description, ...changed } });
    changes.emit('changed');
  };
  const start = (request: TaskRequest): TaskId => {
    const workflowId = workflowIdOf(request);
    const holder = openRun(workflowId);
    if (holder !== undefined) {
      const { id } = holder.description;
      throw new DomainError('service-busy', `Another task is at work: ${id}.`, { data: { task: id } });
    }
    const id = taskId({ workflowId, runId: randomUUID() });
    runs.set(id, { workflowId, description: describe(id, request) });
    started.push(copy(request));
    return id;
  };

  return {
    outage,
    started,
    answerPreviews: (given) => {
      answer = given;
    },
    describeAs: (id, changed) => {
      const closed = changed.status !== undefined && isClosed(changed.status);
      change(id, { ...(closed ? { closedAt: new Date().toISOString() } : {}), ...changed });
    },
    forget: (id) => {
      runs.delete(id);
    },
    start: (request) => call(() => start(request)),
    describe: (id) => call(() => copy(runs.get(id)?.description)),
    list: (query) => call(() => copy(list([...runs.values()], query))),
    preview: ({ input }) =>
      call(() => {
        if (answer === undefined) throw new Error('The test planned no preview.');
        return copy(answer(input));
      }),
    cancel: (id) =>
      call(() => {
        const run = runs.get(id);
        if (run === undefined || isClosed(run.description.status)) return false;
        change(id, { status: 'cancelling' });
        return true;
      }),
    untilFree: async (service, signal) => {
      while (openRun(serviceWorkflowId(service)) !== undefined) await once(changes, 'changed', { signal });
    },
    openTask: (service: ServiceId) => call(() => openRun(serviceWorkflowId(service))?.description.id),
  };
}

function workflowIdOf(request: TaskRequest): string {
  switch (request.operation) {
    case 'batch':
      return batchWorkflowId(request.key);
    case 'preview':
      return previewWorkflowId(request.key);
    default:
      return serviceWorkflowId(request.input.service);
  }
}

function describe(id: TaskId, { operation, input }: TaskRequest): TaskDescription {
  const status: TaskStatus = 'running';
  const { origin } = input;
  return {
    id,
    operation,
    ...('service' in input ? { service: input.service } : {}),
    status,
    startedAt: new Date().toISOString(),
    ...(origin.parent === undefined ? {} : { parent: origin.parent }),
    requestedBy: origin.requestedBy,
    correlationId: origin.correlationId,
  };
}

/** Open ones first, then the newest; the cursor is a count. */
function list(runs: readonly Run[], query: TaskQuery) {
  const { limit, cursor, status, service, operation } = query;
  const skipped = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isInteger(skipped)) throw new DomainError('invalid-input', 'The cursor is not one of a list.');
  const found = runs
    .map(({ description }) => description)
    .toReversed()
    .sort((one, other) => Number(isClosed(one.status)) - Number(isClosed(other.status)))
    .filter(
      (task) =>
        (status === undefined || task.status === status) &&
        (service === undefined || task.service === service) &&
        (operation === undefined || task.operation === operation),
    );
  const tasks = found
    .slice(skipped, skipped + limit)
    .map(({ waitingFor: _waitingFor, error: _error, ...summary }) => summary);
  const end = skipped + tasks.length;
  return end < found.length ? { tasks, next: String(end) } : { tasks };
}
