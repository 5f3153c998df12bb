import type { OperationResult, ServiceInput } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/** Brings a stopped service up again, with what it requires. Holds the lock `svc/<service>`. */
export async function startService(input: ServiceInput): Promise<OperationResult> {
  return runOperation({ operation: 'start', purge: false, ...input });
}
