import { createHash } from 'node:crypto';
import { empty, json, type Reply, type Request, type Route } from '../shared/http.ts';
import type { JellyfinAccess } from './auth.ts';

const tasks = [
  { key: 'RefreshLibrary', name: 'Scan Media Library', category: 'Library' },
  { key: 'OptimizeDatabaseTask', name: 'Optimize database', category: 'Maintenance' },
] as const;

type Task = (typeof tasks)[number];

/** How long a task runs that nobody stops. */
const workMs = 30_000;

/** Scheduled tasks, which an administrator begins and stops. What runs is forgotten with a restart, as in the real program. */
export function taskRoutes(): Route<JellyfinAccess>[] {
  const begunAt = new Map<Task, number>();
  const path = '/ScheduledTasks';
  const resource = (task: Task) => resourceOf(task, begunAt.get(task));
  const known = (request: Request, act: (task: Task) => Reply): Reply => {
    const task = tasks.find((one) => idOf(one) === request.params.taskId);
    return task === undefined ? empty(404) : act(task);
  };
  const begin = (task: Task): Reply => {
    begunAt.set(task, Date.now());
    return empty(204);
  };
  const stop = (task: Task): Reply => {
    begunAt.delete(task);
    return empty(204);
  };
  const running = `${path}/Running/{taskId}`;
  return [
    { method: 'GET', path, access: 'elevated', handle: () => json(tasks.map(resource)) },
    {
      method: 'GET',
      path: `${path}/{taskId}`,
      access: 'elevated',
      handle: (request) => known(request, (task) => json(resource(task))),
    },
    { method: 'POST', path: running, access: 'elevated', handle: (request) => known(request, begin) },
    { method: 'DELETE', path: running, access: 'elevated', handle: (request) => known(request, stop) },
  ];
}

/** The state follows from the time alone, so nothing has to run in the background. */
function resourceOf(task: Task, begunAt: number | undefined) {
  const age = begunAt === undefined ? workMs : Date.now() - begunAt;
  return {
    Name: task.name,
    State: age < workMs ? 'Running' : 'Idle',
    ...(age < workMs ? { CurrentProgressPercentage: (100 * age) / workMs } : {}),
    Id: idOf(task),
    Triggers: [],
    Description: `${task.name}.`,
    Category: task.category,
    IsHidden: false,
    Key: task.key,
  };
}

function idOf({ key }: Task): string {
  return createHash('md5').update(key).digest('hex');
}
