import { WorkflowContinuedAsNewError, WorkflowFailedError, WorkflowNotFoundError } from '@temporalio/client';
import { serviceWorkflowId } from '#contracts/ids.ts';
import type { TaskWaiter } from '#ports/task-engine.ts';
import type { TemporalClient } from './connection.ts';

/** One long poll; a run that takes longer is polled again. */
const pollMilliseconds = 60_000;

/** Waits by Temporal's own long poll on the run's result. */
export function createTaskWaiter(temporal: TemporalClient): TaskWaiter {
  return {
    untilFree: async (service, signal) => {
      for (;;) {
        signal.throwIfAborted();
        const outcome = await awaitClose(temporal, serviceWorkflowId(service), signal);
        if (outcome === 'closed') return;
      }
    },
  };
}

async function awaitClose(
  temporal: TemporalClient,
  workflowId: string,
  signal: AbortSignal,
): Promise<'closed' | 'open'> {
  try {
    await temporal.client.withAbortSignal(signal, () =>
      temporal.client.withDeadline(Date.now() + pollMilliseconds, () =>
        temporal.client.workflow.getHandle(workflowId).result(),
      ),
    );
    return 'closed';
  } catch (error) {
    if (isClosed(error)) return 'closed';
    // The poll's own deadline, or a server that is away: the description tells which, and fails for the latter.
    const { status } = await temporal.call((client) => client.workflow.getHandle(workflowId).describe());
    return status.name === 'RUNNING' ? 'open' : 'closed';
  }
}

function isClosed(error: unknown): boolean {
  return (
    error instanceof WorkflowFailedError ||
    error instanceof WorkflowContinuedAsNewError ||
    error instanceof WorkflowNotFoundError
  );
}
