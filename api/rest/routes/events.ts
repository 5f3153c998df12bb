import { toCloudEvent } from '#contracts/cloud-event.ts';
import type { LoggedEvent } from '#contracts/events.ts';
import { cloudEventSchema, eventPageSchema } from '#schemas/api/event.ts';
import { eventListQuery, eventStreamQuery, lastEventHeaders } from '#schemas/api/parameters.ts';
import { readTaskId } from '../../use-cases/get-task.ts';
import { listEvents } from '../../use-cases/list-events.ts';
import { streamEvents } from '../../use-cases/stream-events.ts';
import { defineRoute } from '../route.ts';
import { heartbeatMs, sseHeartbeat, sseMessage, sseRetry } from '../sse.ts';

export const eventRoutes = [
  defineRoute({
    method: 'get',
    path: '/events',
    operationId: 'listEvents',
    tag: 'events',
    summary: 'List events',
    query: eventListQuery,
    answer: { status: 200, description: 'A page of events, oldest first.', schema: eventPageSchema },
    errors: ['position-gone'],
    handle: async ({ ports, instance }, { query: { task, ...query } }) => {
      const { events, position, more } = await listEvents(ports, { ...query, ...ofTask(task) });
      return {
        body: { events: events.map((event) => toCloudEvent(event, instance.source)), position, more },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/events/stream',
    operationId: 'streamEvents',
    tag: 'events',
    summary: 'Follow all events',
    description:
      'An event stream: without a position a `snapshot` (the services, as `GET /services` shows them), then every event after it, named by its type, with its position as id.',
    query: eventStreamQuery,
    headers: lastEventHeaders,
    answer: {
      status: 200,
      description: 'Events from here on.',
      schema: cloudEventSchema,
      streams: ['text/event-stream'],
    },
    errors: ['position-gone'],
    handle: async (context, { query: { task, service, after }, headers, signal }) => {
      const news = streamEvents(context, {
        after: headers['last-event-id'] ?? after,
        ...ofTask(task),
        ...(service === undefined ? {} : { service }),
        idleMs: heartbeatMs,
        signal,
      });
      return { type: 'text/event-stream', chunks: messages(news, context.instance.source) };
    },
  }),
];

type News = ReturnType<typeof streamEvents>;

async function* messages(news: News, source: string): AsyncGenerator<string, void> {
  let begun = false;
  for await (const one of news) {
    if (!begun) yield sseRetry;
    begun = true;
    if (one.kind === 'silence') yield sseHeartbeat;
    else if (one.kind === 'event') yield eventMessage(one.event, source);
    else yield sseMessage({ id: one.position, event: 'snapshot', data: { services: one.services } });
  }
}

function eventMessage(event: LoggedEvent, source: string): string {
  return sseMessage({ id: event.position, event: event.type, data: toCloudEvent(event, source) });
}

function ofTask(id: string | undefined) {
  return id === undefined ? {} : { task: readTaskId(id) };
}
