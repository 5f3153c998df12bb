import type { Task } from '#contracts/task.ts';
import type { ErrorCode } from '#domain/errors.ts';
import type { ApiContext, Caller } from '../../context.ts';
import { getTask } from '../../use-cases/get-task.ts';
import { openTask } from '../../use-cases/open-task.ts';
import type { OperationRequest } from '../../use-cases/task-request.ts';
import { apiBase } from '../base.ts';

/** Opens a task and answers with it and with where to follow it. */
export async function acceptTask(
  context: ApiContext,
  request: OperationRequest,
  caller: Caller,
  key: string | undefined,
): Promise<{ readonly body: Task; readonly headers: { readonly Location: string } }> {
  const id = await openTask(context, request, caller, key);
  return acceptedTask(await getTask(context.ports, id));
}

export function acceptedTask(task: Task) {
  return { body: task, headers: { Location: `${apiBase}/tasks/${task.id}` } };
}

export const taskLocation = { Location: 'Where the task is to be found.' } as const;

export const openErrors = [
  'missing-settings',
  'not-found',
  'service-busy',
  'service-required',
  'service-leaving',
  'port-taken',
  'name-taken',
  'no-host',
  'plan-stale',
  'idempotency-mismatch',
] as const satisfies readonly ErrorCode[];
