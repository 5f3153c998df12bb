import type { OperationResult, ServiceInput } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/** Makes a service what its changed settings say, or puts everything back. Holds the lock `svc/<service>`. */
export async function reconfigureService(input: ServiceInput): Promise<OperationResult> {
  return runOperation({ operation: 'reconfigure', purge: false, ...input });
}
