import { TemporalFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowCancellationType,
  ChildWorkflowFailure,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { Orphan } from '#activities/central/contract.ts';
import { serviceWorkflowId, taskId } from '#contracts/ids.ts';
import type { InstallInput, OperationResult, Origin, UninstallInput } from '#contracts/operations.ts';
import { centralQueue } from '#contracts/queues.ts';
import type { HostId, ServiceId, TaskId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { StepResult } from '#domain/plan/steps.ts';
import { central, waiting } from '../activity-proxies.ts';
import { operationAttributes } from '../attributes.ts';
import { taskError } from './failure.ts';

/** A busy dependency is awaited and looked at again this often before its consumer gives up. */
const attempts = 5;

/** Other services' operations, started for the sake of this one, each on its own lock. */
export interface Dependencies {
  /** Starts the service's install, or waits for whoever is at work on it, until it is up. */
  bringUp(awaited: { readonly service: ServiceId; readonly host?: HostId }): Promise<StepResult>;
  /** Takes back the dependencies that only a withdrawn task had asked for. */
  takeBack(by: TaskId, consumer: ServiceId): Promise<void>;
}

export function createDependencies(origin: Origin, host: HostId): Dependencies {
  return {
    bringUp: (awaited) => bringUp(awaited.service, awaited.host ?? host, origin),
    takeBack: (by, consumer) => takeBack(by, consumer, origin),
  };
}

async function bringUp(service: ServiceId, host: HostId, origin: Origin): Promise<StepResult> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const own = await installOrJoin(service, host, origin);
    if (own === 'installed') return { outcome: 'done', detail: `${service} is up`, undoable: false };
    const status = await waiting.awaitService(service);
    if (isUp(status))
      return { outcome: 'adopted', detail: `${service} was brought up by another task`, undoable: false };
  }
  throw ApplicationFailure.nonRetryable(`${service} stayed busy and did not come up.`, 'dependency-failed');
}

/** A child is never cancelled with its parent: others may need it. Whoever withdraws says so by `takeBack`. */
async function installOrJoin(
  service: ServiceId,
  host: HostId,
  origin: Origin,
): Promise<'installed' | 'busy'> {
  const { workflowId, runId } = workflowInfo();
  const input: InstallInput = { service, host, origin: { ...origin, parent: taskId({ workflowId, runId }) } };
  try {
    // A child that was started must be on record, or a cancellation at that moment would leave it behind.
    const child = await CancellationScope.nonCancellable(() => startInstall(service, input));
    await Promise.race([child.result(), CancellationScope.current().cancelRequested]);
    return 'installed';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'busy';
    // Somebody may have cancelled the dependency alone: then its consumer is not cancelled, it fails.
    if (CancellationScope.current().consideredCancelled || !(error instanceof ChildWorkflowFailure))
      throw error;
    throw ApplicationFailure.nonRetryable(`${service}: ${taskError(error).message}`, 'dependency-failed');
  }
}

async function startInstall(service: ServiceId, input: InstallInput) {
  const child = await startChild<(input: InstallInput) => Promise<OperationResult>>('installService', {
    ...childOptions(service, 'install', input),
    cancellationType: ChildWorkflowCancellationType.ABANDON,
    args: [input],
  });
  const task = taskId({ workflowId: child.workflowId, runId: child.firstExecutionRunId });
  await central.recordChild({ origin: input.origin, service, task });
  return child;
}

/**
 * One that cannot be taken back (somebody else is at work on it, or requires it by now, or its uninstall failed) stays as its own
 * row and task say; it must not keep the task that wanted it from closing.
 */
async function takeBack(by: TaskId, consumer: ServiceId, origin: Origin): Promise<void> {
  const orphans = await central.releaseDependencies({ by, consumer });
  const settled = await Promise.allSettled(orphans.map((orphan) => takeBackOne(orphan, origin)));
  for (const one of settled) {
    if (one.status === 'rejected' && !(one.reason instanceof TemporalFailure)) throw one.reason;
  }
}

/** An open install is cancelled and undoes itself; a finished one is undone by an uninstall. Either way it is awaited. */
async function takeBackOne({ service, host, task, run }: Orphan, origin: Origin): Promise<void> {
  await getExternalWorkflowHandle(run.workflowId, run.runId)
    .cancel()
    // It has ended already; what is left of it is seen next.
    .catch(() => undefined);
  const status = await waiting.awaitService(service);
  if (status === 'absent') return;
  const parent = taskId(workflowInfo());
  const input: UninstallInput = { service, host, origin: { ...origin, parent }, purge: false, undoes: task };
  const child = await startChild('uninstallService', {
    ...childOptions(service, 'uninstall', input),
    args: [input],
  });
  await child.result();
}

function childOptions(
  service: ServiceId,
  operation: 'install' | 'uninstall',
  input: InstallInput | UninstallInput,
) {
  return {
    workflowId: serviceWorkflowId(service),
    taskQueue: centralQueue,
    parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: operationAttributes({
      operation,
      service,
      host: input.host,
      origin: input.origin,
    }),
    staticSummary: `${operation} ${service}`,
  };
}

function isUp(status: ServiceStatus): boolean {
  return status === 'running' || status === 'degraded';
}
