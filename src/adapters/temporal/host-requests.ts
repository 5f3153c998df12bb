import { randomUUID } from 'node:crypto';
import { centralQueue, hostQueue } from '#contracts/queues.ts';
import type { StreamRequest } from '#contracts/streams.ts';
import type { CredentialReader } from '#ports/credentials.ts';
import type { StreamRequester } from '#ports/stream-requester.ts';
import type { TemporalClient } from './connection.ts';

/** A stream may be followed for as long as somebody reads; its worker's death ends it by the heartbeat. */
const longestStream = '24h';

/** Asks a host worker by a standalone activity: 14 ms from start to result, and no workflow. */
export function createStreamRequester(temporal: TemporalClient): StreamRequester {
  return {
    requestStream: async (request: StreamRequest) => {
      await temporal.call((client) =>
        client.activity.start('sendStream', {
          id: `stream/${randomUUID()}`,
          taskQueue: hostQueue(request.host),
          args: [request],
          startToCloseTimeout: longestStream,
          scheduleToStartTimeout: '10s',
          heartbeatTimeout: '30s',
          // The reader sees a broken stream and asks again itself.
          retry: { maximumAttempts: 1 },
          summary: `${request.kind} of ${request.service}`,
        }),
      );
    },
  };
}

/** Asks the central worker by a standalone activity. */
export function createCredentialReader(temporal: TemporalClient): CredentialReader {
  return {
    read: (service, recipient) =>
      temporal.call(
        (client) =>
          client.activity.execute('sealCredentials', {
            id: `credentials/${randomUUID()}`,
            taskQueue: centralQueue,
            args: [service, recipient],
            startToCloseTimeout: '10s',
            scheduleToCloseTimeout: '15s',
            retry: { maximumAttempts: 2 },
            summary: `credentials of ${service}, sealed for their reader`,
          }) as Promise<string>,
      ),
  };
}
