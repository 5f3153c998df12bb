import { GraphQLError } from 'graphql';
import { isDomainError } from '#domain/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { failureOf } from '../errors.ts';

/**
 * A failure as GraphQL's clients are told: the code, faults and remedy of REST's problem documents in `extensions`. What is
 * wrong with the query itself stays as it is; what Showrunner does not know is logged whole and told to nobody.
 */
export function maskError(error: unknown, logger: Logger): GraphQLError {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) return error;
  const { status, code, detail, remedy, faults, data } = failureOf(cause);
  if (status >= 500 && !(isDomainError(cause) && cause.kind === 'outage')) {
    logger.error({ err: cause, code }, 'a resolver failed');
  }
  const place = error instanceof GraphQLError ? error : undefined;
  return new GraphQLError(detail, {
    nodes: place?.nodes ?? null,
    path: place?.path ?? null,
    extensions: {
      code,
      remedy,
      ...(faults.length === 0 ? {} : { faults }),
      ...(Object.keys(data).length === 0 ? {} : { data }),
    },
  });
}
