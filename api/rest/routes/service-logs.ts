import { idParams, logsQuery } from '#schemas/api/parameters.ts';
import { logLineSchema } from '#schemas/api/service.ts';
import { readLogs } from '../../use-cases/read-logs.ts';
import { findService } from '../../use-cases/services.ts';
import { defineRoute, type StreamType } from '../route.ts';
import { sseMessage } from '../sse.ts';

const types = ['application/x-ndjson', 'text/event-stream'] as const satisfies readonly StreamType[];

export const serviceLogRoutes = [
  defineRoute({
    method: 'get',
    path: '/services/{id}/logs',
    operationId: 'getServiceLogs',
    tag: 'services',
    summary: 'Read a service’s log',
    description:
      'One JSON object per line, or an event stream of `line` events. A failure after the beginning is the last entry: a problem document, in the event stream under `problem`.',
    params: idParams,
    query: logsQuery,
    answer: { status: 200, description: 'Log lines, oldest first.', schema: logLineSchema, streams: types },
    errors: ['not-found', 'engine-unreachable'],
    handle: async ({ ports }, { params, query, signal, accepts }) => {
      const { id: service, host } = await findService(ports, params.id);
      const lines = readLogs(ports.logs, { service, host, signal, ...query });
      const type = accepts(types);
      return { type, chunks: entries(lines, type) };
    },
  }),
];

async function* entries(lines: AsyncIterable<unknown>, type: StreamType): AsyncGenerator<string, void> {
  for await (const line of lines) {
    yield type === 'text/event-stream'
      ? sseMessage({ event: 'line', data: line })
      : `${JSON.stringify(line)}\n`;
  }
}
