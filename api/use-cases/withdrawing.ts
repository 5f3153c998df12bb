import { isDomainError } from '#domain/errors.ts';
import type { ApiContext } from '../context.ts';
import { readTaskId } from './get-task.ts';

/** Runs what follows a claim; when it fails the claim is withdrawn, and the failure stays the answer. */
export async function withdrawing<Result>(
  { logger }: Pick<ApiContext, 'logger'>,
  withdraw: (failure: unknown) => Promise<void>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await withdraw(error).catch((failure: unknown) => {
      // The row stays desired without a run; who asks again joins it.
      logger.error({ err: failure }, 'a claim could not be withdrawn');
    });
    throw error;
  }
}

/**
 * Whether a start was refused because another person's task took the lock first. What the row wants is then that task's to carry out,
 * and what stands in it cannot be told from what this request wrote: nothing is taken back. A recovery wants nothing of the row.
 */
export async function isBeatenToIt({ ports }: Pick<ApiContext, 'ports'>, failure: unknown): Promise<boolean> {
  if (!isDomainError(failure) || failure.code !== 'service-busy') return false;
  const { task } = failure.data;
  if (typeof task !== 'string') return true;
  return (await ports.engine.describe(readTaskId(task)))?.operation !== 'recover';
}
