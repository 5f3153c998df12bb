import { toCloudEvent } from '#contracts/cloud-event.ts';
import { cloudEventSchema } from '#schemas/api/event.ts';
import { idParams, lastEventHeaders } from '#schemas/api/parameters.ts';
import { streamTask, type TaskNews } from '../../use-cases/stream-task.ts';
import { defineRoute } from '../route.ts';
import { heartbeatMs, sseHeartbeat, sseMessage, sseRetry } from '../sse.ts';

export const taskEventRoutes = [
  defineRoute({
    method: 'get',
    path: '/tasks/{id}/events',
    operationId: 'streamTask',
    tag: 'tasks',
    summary: 'Follow a task',
    description:
      'An event stream: a `snapshot` (the task, as `GET /tasks/{id}` shows it), then every event after it, named by its type, with its position as id. It ends after `task.closed`; a task that was ended from outside ends with a `snapshot`.',
    params: idParams,
    headers: lastEventHeaders,
    answer: {
      status: 200,
      description: 'The task’s events.',
      schema: cloudEventSchema,
      streams: ['text/event-stream'],
    },
    errors: ['not-found', 'position-gone'],
    handle: async (context, { params, headers, signal }) => {
      const after = headers['last-event-id'];
      const news = streamTask(context, { id: params.id, after, idleMs: heartbeatMs, signal });
      return { type: 'text/event-stream', chunks: messages(news, context.instance.source) };
    },
  }),
];

async function* messages(news: AsyncIterable<TaskNews>, source: string): AsyncGenerator<string, void> {
  let begun = false;
  for await (const one of news) {
    // Not before the first news: until then a failure is still an answer of its own.
    if (!begun) yield sseRetry;
    begun = true;
    yield message(one, source);
  }
}

function message(news: TaskNews, source: string): string {
  if (news.kind === 'silence') return sseHeartbeat;
  if (news.kind === 'snapshot') {
    return sseMessage({ id: news.position, event: 'snapshot', data: news.task });
  }
  const { position, type } = news.event;
  return sseMessage({ id: position, event: type, data: toCloudEvent(news.event, source) });
}
