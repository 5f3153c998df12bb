import type { OperationResult, RecoverInput } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/**
 * One attempt at bringing a service back that should run and does not, or is not well. Does nothing when it is to be stopped. Holds
 * the lock `svc/<service>`, and gives it up to a person's operation by being cancelled.
 */
export async function recoverService(input: RecoverInput): Promise<OperationResult> {
  return runOperation({ operation: 'recover', purge: false, ...input });
}
