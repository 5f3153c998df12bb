import { planPreviewSchema } from '#schemas/api/plan.ts';
import { taskRequestSchema } from '#schemas/api/task.ts';
import { previewTask } from '../../use-cases/preview-task.ts';
import { operationRequest } from '../../use-cases/task-request.ts';
import { defineRoute } from '../route.ts';

export const planRoutes = [
  defineRoute({
    method: 'post',
    path: '/plans',
    operationId: 'previewTask',
    tag: 'plans',
    summary: 'Show what a request would do',
    description:
      'Takes what `POST /tasks` takes and changes nothing. Missing settings are part of the answer.',
    body: taskRequestSchema,
    bodyLimit: 256 * 1024,
    answer: { status: 200, description: 'What would be done.', schema: planPreviewSchema },
    errors: ['not-found', 'no-host', 'task-timeout', 'temporal-unreachable', 'engine-unreachable'],
    handle: async (context, { body, caller }) => ({
      body: await previewTask(context, operationRequest(body), caller),
    }),
  }),
];
