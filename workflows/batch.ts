import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  isCancellation,
  ParentClosePolicy,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { serviceWorkflowId, taskId } from '#contracts/ids.ts';
import {
  type BatchInput,
  type BatchMember,
  type BatchMemberResult,
  type BatchResult,
  type OperationResult,
  type Origin,
  operationWorkflows,
} from '#contracts/operations.ts';
import { centralQueue } from '#contracts/queues.ts';
import { central, waiting } from './activity-proxies.ts';
import { operationAttributes } from './attributes.ts';
import { batchFailure, endingOf, taskError } from './plan/failure.ts';

/** A member whose service is busy is tried again this often, each time after the other task has ended. */
const attempts = 5;

/** Several operations as one task, stage by stage. Holds no lock; what succeeded stays when another member fails. */
export async function batch({ origin, stages, claim }: BatchInput): Promise<BatchResult> {
  const members: BatchMemberResult[] = [];
  try {
    await central.openBatch({ origin, operation: 'batch', members: stages.flat() });
    for (const stage of stages) {
      members.push(...(await runStage(stage, origin)));
      const failure = batchFailure(members);
      if (failure !== undefined) throw failure;
    }
    await central.closeBatch({ origin, status: 'succeeded' });
    return { members };
  } catch (error) {
    const { ended, failure } = endingOf(error);
    const taken = { members: stages.flat(), ...(claim === undefined ? {} : { claim }) };
    await CancellationScope.nonCancellable(() => central.closeBatch({ origin, ...taken, ...ended }));
    throw failure;
  }
}

/** Every member is awaited, also when another has ended with a cancellation already: none may still be undoing its work. */
async function runStage(
  stage: readonly BatchMember[],
  origin: Origin,
): Promise<readonly BatchMemberResult[]> {
  const settled = await Promise.allSettled(stage.map((member) => runMember(member, origin)));
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

async function runMember(member: BatchMember, origin: Origin): Promise<BatchMemberResult> {
  const { service } = member;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await tryMember(member, origin);
    if (result !== 'busy') return result;
    await waiting.awaitService(service);
  }
  return { service, outcome: 'failed', message: `${service} stayed busy` };
}

async function tryMember(member: BatchMember, origin: Origin): Promise<BatchMemberResult | 'busy'> {
  const { service } = member;
  try {
    const { changed } = await runChild(member, origin);
    return { service, outcome: changed ? 'succeeded' : 'unchanged' };
  } catch (error) {
    if (CancellationScope.current().consideredCancelled) throw error;
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'busy';
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    // Somebody may have cancelled this member alone.
    const outcome = isCancellation(error) ? 'cancelled' : 'failed';
    return { service, outcome, message: taskError(error).message };
  }
}

async function runChild(member: BatchMember, origin: Origin): Promise<OperationResult> {
  const { operation, service, host } = member;
  const input = { ...member, origin: { ...origin, parent: taskId(workflowInfo()) } };
  const child = await startChild<(input: BatchMember) => Promise<OperationResult>>(
    operationWorkflows[operation],
    {
      workflowId: serviceWorkflowId(service),
      taskQueue: centralQueue,
      // A cancelled batch cancels its members and waits until they have undone their work.
      cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: operationAttributes({ operation, service, host, origin: input.origin }),
      staticSummary: `${operation} ${service}`,
      args: [input],
    },
  );
  const task = taskId({ workflowId: child.workflowId, runId: child.firstExecutionRunId });
  await CancellationScope.nonCancellable(() => central.recordChild({ origin, service, task }));
  return child.result();
}
