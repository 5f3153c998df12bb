import type { OperationResult, ServiceInput } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/** Stops a service and starts it again; what has diverged from its row is mended with it. Holds the lock `svc/<service>`. */
export async function restartService(input: ServiceInput): Promise<OperationResult> {
  return runOperation({ operation: 'restart', purge: false, ...input });
}
