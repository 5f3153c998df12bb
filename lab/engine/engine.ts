import Docker from 'dockerode';
import { DomainError } from '#domain/errors.ts';

/** The engine as the lab uses it: every call ends, and says what it was for when it fails. */
export interface Engine {
  readonly docker: Docker;
  call<T>(what: string, work: Promise<T>, timeoutMs?: number): Promise<T>;
}

const usualDeadline = 30_000;

export function connectEngine(socketPath: string): Engine {
  const docker = new Docker({ socketPath, timeout: 60_000 });
  return {
    docker,
    call: (what, work, timeoutMs = usualDeadline) => withDeadline(what, work, timeoutMs),
  };
}

/** The status that the engine answered with, if it answered at all. */
export function statusOf(error: unknown): number | undefined {
  const answer = error instanceof DomainError ? error.cause : error;
  if (!(answer instanceof Error) || !('statusCode' in answer)) return undefined;
  return typeof answer.statusCode === 'number' ? answer.statusCode : undefined;
}

/** The value, or nothing where the engine says that there is no such thing. */
export async function orAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** docker-modem leaves a call open for ever when the engine dies in the middle of its answer; hence the race. */
async function withDeadline<T>(what: string, work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new DomainError('engine-timeout', `The engine did not ${what} within ${timeoutMs / 1000} s`));
  }, timeoutMs);
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw error instanceof DomainError ? error : explain(what, error);
  } finally {
    clearTimeout(timer);
  }
}

function explain(what: string, cause: unknown): DomainError {
  const words = cause instanceof Error ? cause.message : String(cause);
  if (statusOf(cause) === undefined) {
    return new DomainError('engine-unreachable', `The engine could not ${what}: ${words}`, { cause });
  }
  const code = /port is already allocated|address already in use/.test(words)
    ? 'port-taken'
    : 'container-invalid';
  return new DomainError(code, `The engine refused to ${what}: ${words}`, { cause });
}
