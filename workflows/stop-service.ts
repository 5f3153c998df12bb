import type { OperationResult, ServiceInput } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/** Stops a service and leaves it so; what it is made of stays. Holds the lock `svc/<service>`. */
export async function stopService(input: ServiceInput): Promise<OperationResult> {
  return runOperation({ operation: 'stop', purge: false, ...input });
}
