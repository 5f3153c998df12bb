import type { ApiContext } from '../context.ts';

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
