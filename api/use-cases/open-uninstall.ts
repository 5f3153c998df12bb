import type { Origin } from '#contracts/operations.ts';
import { isDomainError } from '#domain/errors.ts';
import type { TaskId } from '#domain/ids.ts';
import { assertUnneeded } from '#domain/reach.ts';
import type { ApiContext } from '../context.ts';
import { readTaskId } from './get-task.ts';
import { makeWay } from './make-way.ts';
import { findService } from './services.ts';
import { startTask } from './start-task.ts';
import type { UninstallRequest } from './task-request.ts';
import { withdrawing } from './withdrawing.ts';

/** Marks the service desired absent, unless others require it, then starts the run. */
export async function openUninstall(
  context: ApiContext,
  { service, purge, approvedPlan }: UninstallRequest,
  origin: Origin,
): Promise<TaskId> {
  const { services } = context.ports;
  const before = await findService(context.ports, service);
  await makeWay(context, service, async () => assertUnneeded(service, await services.edges(service)));
  const { host } = await services.claimUninstall(service);
  const approval = approvedPlan === undefined ? {} : { approvedPlan };
  return withdrawing(
    context,
    async (failure) => {
      const claimedByOther = before.desired === 'absent' || (await isHeldByUninstall(context, failure));
      if (!claimedByOther) await services.withdrawDesired([service]);
    },
    () =>
      startTask(context, {
        operation: 'uninstall',
        input: { service, host, origin, purge, ...approval },
        summary: `${purge ? 'uninstall and purge' : 'uninstall'} ${service}`,
      }),
  );
}

/** Of two that ask at once one starts; the other must not take back what is now the first one's claim. */
async function isHeldByUninstall({ ports }: ApiContext, failure: unknown): Promise<boolean> {
  const holder = isDomainError(failure) ? failure.data.task : undefined;
  if (typeof holder !== 'string') return false;
  return (await ports.engine.describe(readTaskId(holder)))?.operation === 'uninstall';
}
