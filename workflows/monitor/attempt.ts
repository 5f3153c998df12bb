import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  CancelledFailure,
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import type { MonitorMove } from '#activities/central/contract.ts';
import { serviceWorkflowId } from '#contracts/ids.ts';
import type { OperationResult, RecoverInput } from '#contracts/operations.ts';
import { operationWorkflows } from '#contracts/operations.ts';
import { centralQueue } from '#contracts/queues.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Outcome } from '#domain/recovery/outcomes.ts';
import { operationAttributes } from '../attributes.ts';
import { taskError } from '../plan/failure.ts';

export type Attempt = Extract<MonitorMove, { readonly do: 'attempt' }>;

/** One try at recovering the service, on the service's own lock. It goes on by itself if the monitor goes. */
export async function attemptRecovery(service: ServiceId, attempt: Attempt): Promise<Outcome> {
  try {
    const child = await CancellationScope.nonCancellable(() => startRecovery(service, attempt));
    await child.result();
    return { type: 'succeeded' };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { type: 'busy' };
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    if (error.cause instanceof CancelledFailure) return { type: 'cancelled' };
    return { type: 'failed', ...taskError(error) };
  }
}

function startRecovery(service: ServiceId, { host, cause, happened, correlationId }: Attempt) {
  const origin = { correlationId, requestedBy: 'monitor' };
  const input: RecoverInput = {
    service,
    host,
    origin,
    cause,
    ...(happened === undefined ? {} : { happened }),
  };
  return startChild<(input: RecoverInput) => Promise<OperationResult>>(operationWorkflows.recover, {
    workflowId: serviceWorkflowId(service),
    taskQueue: centralQueue,
    parentClosePolicy: ParentClosePolicy.ABANDON,
    cancellationType: ChildWorkflowCancellationType.ABANDON,
    typedSearchAttributes: operationAttributes({ operation: 'recover', service, host, origin }),
    staticSummary: `recover ${service}: ${cause}`.slice(0, 200),
    args: [input],
  });
}
