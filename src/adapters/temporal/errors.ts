import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { DomainError } from '#domain/errors.ts';

/** gRPC codes that say "not now": deadline exceeded, resource exhausted, unavailable. */
const away: ReadonlySet<number> = new Set([4, 8, 14]);

/** Turns a server that does not answer into `temporal-unreachable`; all else passes. */
export async function mapTemporalErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new DomainError('temporal-unreachable', 'Temporal does not answer.', { cause: error });
  }
}

function isAway(error: unknown): boolean {
  if (isGrpcServiceError(error)) return away.has(error.code);
  if (error instanceof ServiceError || (error instanceof Error && error.name === 'ServiceError'))
    return isAway(error.cause);
  return error instanceof Error && error.message.startsWith('Failed to connect before the deadline');
}
