import { randomUUID } from 'node:crypto';
import { hostQueue } from '#contracts/queues.ts';
import { dialBackSeconds } from '#contracts/streams.ts';
import type { StatsRequester } from '#ports/stats-source.ts';
import type { TemporalClient } from './connection.ts';

/** Asks a host worker by a standalone activity, whose result is nothing: what is used goes to the API alone. */
export function createStatsRequester(temporal: TemporalClient): StatsRequester {
  return {
    requestStats: async (request) => {
      await temporal.call((client) =>
        client.activity.start('sendStats', {
          id: `stats/${randomUUID()}`,
          taskQueue: hostQueue(request.host),
          args: [request],
          startToCloseTimeout: '10s',
          scheduleToStartTimeout: `${dialBackSeconds}s`,
          // Its token is good for one upload, and the reader asks again itself.
          retry: { maximumAttempts: 1 },
          summary: `usage of ${request.service ?? 'all services'}`,
        }),
      );
    },
  };
}
