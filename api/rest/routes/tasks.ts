import { idempotencyHeaders, idParams, taskListQuery } from '#schemas/api/parameters.ts';
import { taskPageSchema, taskRequestSchema, taskSchema } from '#schemas/api/task.ts';
import { cancelTask } from '../../use-cases/cancel-task.ts';
import { getTask } from '../../use-cases/get-task.ts';
import { listTasks } from '../../use-cases/list-tasks.ts';
import { operationRequest } from '../../use-cases/task-request.ts';
import { defineRoute } from '../route.ts';
import { acceptedTask, acceptTask, openErrors, taskLocation } from './accepted.ts';

export const taskRoutes = [
  defineRoute({
    method: 'get',
    path: '/tasks',
    operationId: 'listTasks',
    tag: 'tasks',
    summary: 'List tasks',
    description: 'First those that the engine still knows, then the archive; newest first in each.',
    query: taskListQuery,
    answer: { status: 200, description: 'A page of tasks.', schema: taskPageSchema },
    errors: ['temporal-unreachable'],
    handle: async ({ ports }, { query }) => ({ body: await listTasks(ports, query) }),
  }),
  defineRoute({
    method: 'post',
    path: '/tasks',
    operationId: 'createTask',
    tag: 'tasks',
    summary: 'Open a task for any operation',
    headers: idempotencyHeaders,
    body: taskRequestSchema,
    bodyLimit: 256 * 1024,
    answer: { status: 202, description: 'The task.', schema: taskSchema, headers: taskLocation },
    errors: openErrors,
    handle: async (context, { body, headers, caller }) =>
      acceptTask(context, operationRequest(body), caller, headers['idempotency-key']),
  }),
  defineRoute({
    method: 'get',
    path: '/tasks/{id}',
    operationId: 'getTask',
    tag: 'tasks',
    summary: 'Show a task with its plan and steps',
    params: idParams,
    answer: { status: 200, description: 'The task.', schema: taskSchema },
    errors: ['not-found'],
    handle: async ({ ports }, { params }) => ({ body: await getTask(ports, params.id) }),
  }),
  defineRoute({
    method: 'delete',
    path: '/tasks/{id}',
    operationId: 'cancelTask',
    tag: 'tasks',
    summary: 'Cancel a task',
    description: 'It stops and takes back what it made. A closed task stays as it is.',
    params: idParams,
    answer: { status: 202, description: 'The task as it is now.', schema: taskSchema, headers: taskLocation },
    errors: ['not-found', 'temporal-unreachable'],
    handle: async ({ ports }, { params }) => acceptedTask(await cancelTask(ports, params.id)),
  }),
];
