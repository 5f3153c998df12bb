import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type DeliveryRoute, wakeSignalName } from '#contracts/alerts.ts';
import { alertWorkflowId } from '#contracts/ids.ts';
import { centralQueue } from '#contracts/queues.ts';
import type { AlertDelivery } from '#ports/alert-delivery.ts';
import type { TemporalClient } from './connection.ts';

/** Deliveries as Temporal workflows, one open run for each route. */
export function createAlertDelivery(temporal: TemporalClient): AlertDelivery {
  return {
    wake: async (route) => {
      await temporal.call((client) =>
        client.workflow.signalWithStart(workflowType, { ...optionsFor(route), signal: wakeSignalName }),
      );
    },
    ensure: async (route) => {
      try {
        await temporal.call((client) =>
          client.workflow.start(workflowType, { ...optionsFor(route), workflowIdConflictPolicy: 'FAIL' }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
  };
}

const workflowType = 'deliverAlert';

function optionsFor(route: DeliveryRoute) {
  return {
    workflowId: alertWorkflowId(route),
    taskQueue: centralQueue,
    args: [route],
    staticSummary: `tell ${route.sink} of ${route.name} of ${route.service}`,
  };
}
