import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { monitorWorkflowId } from '#contracts/ids.ts';
import { reviewSignalName } from '#contracts/messages.ts';
import type { ServiceId } from '#domain/ids.ts';

/** Has the services' monitors look anew. One that does not run will look by itself when it is begun. */
export async function wakeMonitors(services: readonly ServiceId[]): Promise<void> {
  await Promise.all(
    services.map((service) =>
      getExternalWorkflowHandle(monitorWorkflowId(service))
        .signal(reviewSignalName)
        .catch(() => undefined),
    ),
  );
}
