import { isDomainError } from '#domain/errors.ts';

/** GraphQL's way to say that there is nothing under an id. */
export async function orNull<Result>(found: Promise<Result>): Promise<Result | null> {
  try {
    return await found;
  } catch (error) {
    if (isDomainError(error) && error.code === 'not-found') return null;
    throw error;
  }
}
