import type { WorkflowExecutionStatusName } from '@temporalio/client';
import { type SearchAttributePair, TypedSearchAttributes } from '@temporalio/common';
import type { temporal as proto } from '@temporalio/proto';
import temporalProto from '@temporalio/proto';
import { operationWorkflows } from '#contracts/operations.ts';
import { searchAttributes } from '#contracts/search-attributes.ts';
import type { TaskStatus, TaskSummary } from '#contracts/task.ts';
import { DomainError } from '#domain/errors.ts';
import type { TaskQuery } from '#ports/task-engine.ts';
import { attributeKeys } from './attributes.ts';
import type { TemporalClient } from './connection.ts';
import { summarize } from './summarize.ts';

/**
 * Runs from visibility: open ones first, then the newest closed. The SDK's own list hides the server's page tokens, and they
 * are the cursor. Visibility lags behind by up to a second; a single task is read by `describe`.
 */
export async function listRuns(
  temporal: TemporalClient,
  query: TaskQuery,
): Promise<{ readonly tasks: readonly TaskSummary[]; readonly next?: string }> {
  const nextPageToken = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url');
  const page = await temporal.call((client) =>
    client.workflowService.listWorkflowExecutions({
      namespace: temporal.namespace,
      pageSize: query.limit,
      query: visibilityQuery(query),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    }),
  );
  const tasks = page.executions.flatMap((execution) => summarize(readExecution(execution)) ?? []);
  const token = Buffer.from(page.nextPageToken).toString('base64url');
  return token === '' ? { tasks } : { tasks, next: token };
}

/** Visibility's names of our statuses; a waiting or cancelling run is an open one, told apart only by its description. */
const executionStatuses: Readonly<Record<TaskStatus, string>> = {
  queued: 'Running',
  running: 'Running',
  waiting: 'Running',
  cancelling: 'Running',
  succeeded: 'Completed',
  failed: 'Failed',
  cancelled: 'Canceled',
  'timed-out': 'TimedOut',
  terminated: 'Terminated',
};

function visibilityQuery({ status, service, operation }: TaskQuery): string {
  const types = operation === undefined ? Object.values(operationWorkflows) : [operationWorkflows[operation]];
  const clauses = [`WorkflowType IN (${types.map((type) => `'${type}'`).join(', ')})`];
  if (status !== undefined) clauses.push(`ExecutionStatus = '${executionStatuses[status]}'`);
  // A service's id is a slug, so it cannot end the quoted text.
  if (service !== undefined) clauses.push(`${searchAttributes.service} = '${service}'`);
  return clauses.join(' AND ');
}

function readExecution(raw: proto.api.workflow.v1.IWorkflowExecutionInfo) {
  const { type, execution, startTime, closeTime, status } = raw;
  if (typeof execution?.workflowId !== 'string' || typeof execution.runId !== 'string') {
    throw new DomainError('internal', 'Temporal listed a run without an id.');
  }
  const closed = dateOf(closeTime);
  return {
    type: type?.name ?? '',
    workflowId: execution.workflowId,
    runId: execution.runId,
    status: { name: statusName(status) },
    startTime: dateOf(startTime) ?? new Date(0),
    ...(closed === undefined ? {} : { closeTime: closed }),
    typedSearchAttributes: readAttributes(raw),
  };
}

function statusName(
  status: proto.api.enums.v1.WorkflowExecutionStatus | null | undefined,
): WorkflowExecutionStatusName {
  const { WorkflowExecutionStatus } = temporalProto.temporal.api.enums.v1;
  switch (status) {
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED:
      return 'COMPLETED';
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED:
      return 'FAILED';
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED:
      return 'CANCELLED';
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED:
      return 'TERMINATED';
    case WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TIMED_OUT:
      return 'TIMED_OUT';
    default:
      return 'RUNNING';
  }
}

function readAttributes({
  searchAttributes: raw,
}: proto.api.workflow.v1.IWorkflowExecutionInfo): TypedSearchAttributes {
  const pairs = Object.values(attributeKeys).flatMap((key): readonly SearchAttributePair[] => {
    const data = raw?.indexedFields?.[key.name]?.data;
    const value: unknown =
      data === null || data === undefined ? undefined : JSON.parse(Buffer.from(data).toString('utf8'));
    return typeof value === 'string' ? [{ key, value }] : [];
  });
  return new TypedSearchAttributes([...pairs]);
}

function dateOf(
  timestamp: { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined,
): Date | undefined {
  if (timestamp?.seconds === undefined || timestamp.seconds === null) return undefined;
  return new Date(Number(timestamp.seconds) * 1000 + Math.floor((timestamp.nanos ?? 0) / 1e6));
}
