import { randomUUID } from 'node:crypto';
import { ActivityExecutionFailedError } from '@temporalio/client';
import { hostQueue } from '#contracts/queues.ts';
import { DomainError } from '#domain/errors.ts';
import type { HostReconciler, Reconciliation } from '#ports/host-reconciler.ts';
import type { TemporalClient } from './connection.ts';

/** Longest that a person, or the start of the control plane, waits for a host. */
const seconds = 20;

/** Asks a host worker by a standalone activity. */
export function createHostReconciler(temporal: TemporalClient): HostReconciler {
  return {
    reconcile: async (host, services) => {
      try {
        return await temporal.call(
          (client) =>
            client.activity.execute('reconcileHost', {
              id: `reconcile/${randomUUID()}`,
              taskQueue: hostQueue(host),
              args: [host, services],
              startToCloseTimeout: `${seconds}s`,
              scheduleToCloseTimeout: `${seconds}s`,
              // The watcher may be just beginning; it is there within seconds.
              retry: { initialInterval: '500ms', maximumInterval: '2s' },
              summary: `compare host ${host} with what is wanted`,
            }) as Promise<Reconciliation>,
          (seconds + 5) * 1000,
        );
      } catch (error) {
        if (!(error instanceof ActivityExecutionFailedError)) throw error;
        throw new DomainError(
          'engine-unreachable',
          `Host ${host} could not be compared within ${seconds} s.`,
          {
            cause: error,
          },
        );
      }
    },
  };
}
