import { CancellationScope, condition } from '@temporalio/workflow';

/** Waits for the work, but no longer than until there is a reason not to; then it is given up, and the result is undefined. */
export async function unless<Result>(
  interrupted: () => boolean,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const scope = new CancellationScope();
  try {
    return await scope.run(() => Promise.race([work(), condition(interrupted).then(() => undefined)]));
  } finally {
    scope.cancel();
  }
}
