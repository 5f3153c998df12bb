import type { ErrorRequestHandler } from 'express';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { failureOf, TransportError } from '../errors.ts';
import { problemOf, problemType } from '../rest/problem.ts';
import { stateOf } from './request-state.ts';

/** Answers every failure with a problem document. What Showrunner does not know is logged whole and told to nobody. */
export function answerFailures(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const { correlationId, signal } = stateOf(request);
    const error = asNamed(thrown);
    if (signal.aborted && response.destroyed) return;
    const { status, code, headers } = failureOf(error);
    if (status >= 500 && !(isDomainError(error) && error.kind === 'outage')) {
      logger.error({ err: error, code, correlationId }, 'a request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (status === 401) response.set('WWW-Authenticate', 'Bearer');
    const body = JSON.stringify(problemOf(error, correlationId));
    response.status(status).set(headers).type(problemType).send(body);
  };
}

/** What Express and its body parser throw for bad input, as named failures. */
function asNamed(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return error;
  if (error.status === 413) {
    return new DomainError('body-too-large', 'The body is larger than this address takes.', { cause: error });
  }
  if (error.status === 415) {
    return new TransportError(
      'unsupported-media-type',
      'The body’s encoding or character set is not read here.',
    );
  }
  if (error.status < 400 || error.status >= 500) return error;
  const isBody = 'type' in error;
  const [field, reason] = isBody ? ['body', 'is not valid JSON'] : ['path', 'is not validly encoded'];
  return new DomainError('invalid-input', `The ${field} ${reason}.`, {
    cause: error,
    faults: [{ field, reason }],
  });
}
