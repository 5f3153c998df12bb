import type { Task } from '#contracts/task.ts';
import { getTask } from '../../use-cases/get-task.ts';
import type { GraphContext } from '../context.ts';
import type { TaskResolvers } from '../generated/types.ts';
import type { TaskModel } from '../models.ts';
import { orNull } from './or-null.ts';

export const taskResolvers: TaskResolvers = {
  service: async ({ service }, _input, { services }) =>
    service === undefined ? null : ((await services()).get(service) ?? null),
  phase: async (task, _input, context) => (await whole(task, context)).phase ?? null,
  waitingFor: async (task, _input, context) => (await whole(task, context)).waitingFor ?? null,
  steps: async (task, _input, context) => (await whole(task, context)).steps,
  error: async (task, _input, context) => (await whole(task, context)).error ?? null,
  children: async (task, _input, context) => {
    const { children } = await whole(task, context);
    const tasks = await Promise.all(children.map((id) => orNull(getTask(context.api.ports, id))));
    return tasks.filter((child) => child !== null);
  },
};

/** Several fields of one summary are one read. */
const reads = new WeakMap<TaskModel, Promise<Task>>();

function whole(task: TaskModel, { api }: GraphContext): Promise<Task> {
  if ('steps' in task) return Promise.resolve(task);
  const read = reads.get(task) ?? getTask(api.ports, task.id);
  reads.set(task, read);
  return read;
}
