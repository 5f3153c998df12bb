import type { OperationResult, ServiceInput } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/** Brings a service to another version, its config folder saved first, or puts everything back. Holds the lock `svc/<service>`. */
export async function updateService(input: ServiceInput): Promise<OperationResult> {
  return runOperation({ operation: 'update', purge: false, ...input });
}
