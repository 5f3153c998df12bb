import type { OperationResult, UninstallInput } from '#contracts/operations.ts';
import { runOperation } from './plan/run-operation.ts';

/** Takes a service away; its data always stays, its config unless `purge`. Holds the lock `svc/<service>`. */
export async function uninstallService(input: UninstallInput): Promise<OperationResult> {
  return runOperation({ operation: 'uninstall', ...input });
}
