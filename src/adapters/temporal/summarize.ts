import type { WorkflowExecutionInfo, WorkflowExecutionStatusName } from '@temporalio/client';
import { taskId } from '#contracts/ids.ts';
import { type Operation, operations, operationWorkflows } from '#contracts/operations.ts';
import type { TaskStatus, TaskSummary } from '#contracts/task.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { attributeKeys } from './attributes.ts';

type Described = Pick<
  WorkflowExecutionInfo,
  'type' | 'workflowId' | 'runId' | 'startTime' | 'closeTime' | 'typedSearchAttributes'
> & { readonly status: { readonly name: WorkflowExecutionStatusName } };

/** A run as lists show it; undefined for a workflow that is no operation (a monitor, a host's supervision). */
export function summarize(info: Described): TaskSummary | undefined {
  const operation = operationOf(info.type);
  if (operation === undefined) return undefined;
  const { workflowId, runId, typedSearchAttributes: attributes } = info;
  const service = attributes.get(attributeKeys.service);
  const parent = attributes.get(attributeKeys.parent);
  return {
    id: taskId({ workflowId, runId }),
    operation,
    status: statuses[info.status.name],
    startedAt: info.startTime.toISOString(),
    requestedBy: attributes.get(attributeKeys.requestedBy) ?? 'unknown',
    correlationId: attributes.get(attributeKeys.correlation) ?? runId,
    ...(service === undefined ? {} : { service: serviceId(service) }),
    ...(info.closeTime === undefined ? {} : { closedAt: info.closeTime.toISOString() }),
    // Written by a workflow of ours, which makes its ids by the same encoding.
    ...(parent === undefined ? {} : { parent: parent as TaskId }),
  };
}

function operationOf(workflowType: string): Operation | undefined {
  return operations.find((operation) => operationWorkflows[operation] === workflowType);
}

const statuses: Readonly<Record<WorkflowExecutionStatusName, TaskStatus>> = {
  UNSPECIFIED: 'running',
  UNKNOWN: 'running',
  RUNNING: 'running',
  PAUSED: 'running',
  CONTINUED_AS_NEW: 'running',
  COMPLETED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
};
