import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  batchWorkflowId,
  parseTaskId,
  previewWorkflowId,
  serviceWorkflowId,
  taskId,
} from '#contracts/ids.ts';
import { operationWorkflows, type PreviewResult } from '#contracts/operations.ts';
import { centralQueue } from '#contracts/queues.ts';
import { DomainError, isErrorCode } from '#domain/errors.ts';
import type { ServiceId, TaskId } from '#domain/ids.ts';
import type { TaskEngine, TaskRequest } from '#ports/task-engine.ts';
import { type AttributeValues, attributesOf } from './attributes.ts';
import type { TemporalClient } from './connection.ts';
import { describeRun } from './describe-run.ts';
import { listRuns } from './list-runs.ts';

/** A person waits for a preview, so it may not take longer. */
const previewMilliseconds = 30_000;

/** Operations as Temporal workflows: one open run per service, because the workflow id is the lock. */
export function createTaskEngine(temporal: TemporalClient): TaskEngine {
  return {
    start: (request) => start(temporal, request),
    describe: (id) => describeRun(temporal, id),
    list: (query) => listRuns(temporal, query),
    preview: (request) => preview(temporal, request),
    cancel: (id) => cancel(temporal, id),
    openTask: (service) => openTask(temporal, service),
  };
}

async function start(temporal: TemporalClient, request: TaskRequest): Promise<TaskId> {
  const workflowId = workflowIdOf(request);
  try {
    const handle = await temporal.call((client) =>
      client.workflow.start(operationWorkflows[request.operation], {
        workflowId,
        taskQueue: centralQueue,
        args: [request.input],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        typedSearchAttributes: attributesOf({
          operation: request.operation,
          ...subject(request),
          origin: request.input.origin,
        }),
        staticSummary: request.summary,
      }),
    );
    return taskId({ workflowId, runId: handle.firstExecutionRunId });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw await busy(temporal, workflowId, error);
  }
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

function subject(request: TaskRequest): Pick<AttributeValues, 'service' | 'host'> {
  if (request.operation === 'batch' || request.operation === 'preview') return {};
  return { service: request.input.service, host: request.input.host };
}

async function busy(temporal: TemporalClient, workflowId: string, cause: unknown): Promise<DomainError> {
  const open = await openRun(temporal, workflowId);
  const name = workflowId.slice(workflowId.indexOf('/') + 1);
  return new DomainError(
    'service-busy',
    `Another task is at work on ${name}${open === undefined ? '' : `: ${open}`}.`,
    {
      cause,
      data: open === undefined ? {} : { task: open },
    },
  );
}

function openTask(temporal: TemporalClient, service: ServiceId): Promise<TaskId | undefined> {
  return openRun(temporal, serviceWorkflowId(service));
}

/** The newest run under the id, if it is open. A strongly consistent read. */
async function openRun(temporal: TemporalClient, workflowId: string): Promise<TaskId | undefined> {
  try {
    const { status, runId } = await temporal.call((client) =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return status.name === 'RUNNING' ? taskId({ workflowId, runId }) : undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function cancel(temporal: TemporalClient, id: TaskId): Promise<boolean> {
  const { workflowId, runId } = parseTaskId(id);
  try {
    await temporal.call((client) => client.workflow.getHandle(workflowId, runId).cancel());
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

async function preview(
  temporal: TemporalClient,
  request: Extract<TaskRequest, { readonly operation: 'preview' }>,
): Promise<PreviewResult> {
  const { workflowId, runId } = parseTaskId(await start(temporal, request));
  try {
    return await temporal.call(
      (client) =>
        client.workflow.getHandle<(input: unknown) => Promise<PreviewResult>>(workflowId, runId).result(),
      previewMilliseconds,
    );
  } catch (error) {
    if (error instanceof WorkflowFailedError) throw asDomainError(error);
    throw error;
  }
}

/** The workflow's own failure, as the error that it stands for. */
function asDomainError(error: WorkflowFailedError): DomainError {
  const { cause } = error;
  const code = cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
  return new DomainError(isErrorCode(code) ? code : 'internal', cause?.message ?? 'The preview failed.', {
    cause: error,
  });
}
