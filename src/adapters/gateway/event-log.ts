import { z } from 'zod';
import { gatewayPaths } from '#contracts/gateway.ts';
import type { EventAppender } from '#ports/event-log.ts';
import type { GatewayClient } from './client.ts';

/** The control plane's event log, for what steps on a host tell. */
export function createRemoteEventLog(gateway: GatewayClient): EventAppender {
  return {
    append: async (events) => {
      const { events: path } = gatewayPaths;
      await gateway.post({ path, body: { events }, answer: z.object({}), outage: 'database-unreachable' });
    },
  };
}
