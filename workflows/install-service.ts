import type { InstallInput, OperationResult } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/**
 * Makes a service what its row says, bringing up what it requires. Converges: on a service that is as wanted it finds nothing to
 * do. Holds the lock `svc/<service>`.
 */
export async function installService(input: InstallInput): Promise<OperationResult> {
  return runOperation({ operation: 'install', purge: false, ...input });
}
