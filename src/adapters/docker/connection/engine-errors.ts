import { z } from 'zod';
import { DomainError, type ErrorCode, isDomainError } from '#domain/errors.ts';

/** The engine answered, and the answer is no. Stays inside this folder: `settle` gives it a domain code. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
  readonly status: number;

  constructor(status: number, reason: string, cause: unknown) {
    super(reason, { cause });
    this.status = status;
  }
}

export function isRefusal(error: unknown, ...statuses: readonly number[]): error is EngineRefusal {
  return error instanceof EngineRefusal && (statuses.length === 0 || statuses.includes(error.status));
}

/** Turns what dockerode threw into a refusal or an outage. What is already named passes. */
export function engineError(error: unknown, address: string): Error {
  if (isDomainError(error) || error instanceof EngineRefusal) return error;
  const failure = modemFailure.safeParse(error).data;
  if (failure?.statusCode !== undefined) return refusal(failure.statusCode, failure.message, error);
  if (failure !== undefined && isOutage(failure)) {
    return new DomainError(
      'engine-unreachable',
      `The Docker engine at ${address} does not answer: ${failure.code ?? failure.message}.`,
      { cause: error },
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** Awaits the work; a refusal that nobody expected becomes a `DomainError` with the given code. */
export async function settle<T>(code: ErrorCode, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(error, code);
  }
}

export function named(error: unknown, code: ErrorCode): unknown {
  if (!(error instanceof EngineRefusal)) return error;
  return new DomainError(code, sentence(error.message), { cause: error });
}

export function sentence(text: string): string {
  const trimmed = text.trim().slice(0, 1000);
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

const modemFailure = z.object({
  message: z.string(),
  code: z.string().optional(),
  statusCode: z.number().optional(),
});

/** docker-modem wraps the engine's reason as `(HTTP code 404) unexpected - reason `. */
function refusal(status: number, message: string, cause: unknown): Error {
  const reason = /^\(HTTP code \d+\) .*? - (.*)$/s.exec(message)?.[1]?.trim() ?? message;
  // dockerd is up but its containerd is not: it starts it again, which takes some 11 seconds.
  if (/containerd\.sock|error while dialing|transport is closing/i.test(reason)) {
    return new DomainError(
      'engine-unreachable',
      `The Docker engine lost its containerd: ${sentence(reason)}`,
      {
        cause,
      },
    );
  }
  return new EngineRefusal(status, reason === '' ? `the engine answered ${status}` : reason, cause);
}

function isOutage(failure: z.infer<typeof modemFailure>): boolean {
  return outages.has(failure.code ?? '') || /socket hang up|aborted|premature close/i.test(failure.message);
}

const outages: ReadonlySet<string> = new Set([
  'ENOENT',
  'EACCES',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
