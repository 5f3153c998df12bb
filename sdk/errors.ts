import type { Fault, Problem } from './generated/schema.ts';

/** A request that the API refused, or that never reached it (`status` 0, code `api-unreachable`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Stable; see the error reference. */
  readonly code: string;
  readonly remedy: string;
  readonly faults: readonly Fault[];
  /** Ids that help a program act, such as the open `task` of a busy service. */
  readonly data: NonNullable<Problem['data']>;
  readonly correlationId: string | undefined;

  constructor(
    problem: Partial<Problem> & { readonly status: number; readonly code: string },
    cause?: unknown,
  ) {
    super(problem.detail ?? problem.title ?? problem.code, cause === undefined ? undefined : { cause });
    this.status = problem.status;
    this.code = problem.code;
    this.remedy = problem.remedy ?? '';
    this.faults = problem.faults ?? [];
    this.data = problem.data ?? {};
    this.correlationId = problem.correlationId;
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** The error that a response stands for, whoever gave it. */
export async function errorOf(response: Response): Promise<ApiError> {
  const { status } = response;
  const problem = await readProblem(response);
  if (problem !== undefined) return new ApiError({ ...problem, status });
  const detail = `${response.url} answered ${status}, and not in the way of Showrunner's API.`;
  return new ApiError({ status, code: 'not-the-api', detail, remedy: 'Check the address of the API.' });
}

/** A request that got no answer. */
export function unreachable(url: string, cause: unknown): ApiError {
  const remedy = 'Check that Showrunner is running: `showrunner status`.';
  return new ApiError(
    { status: 0, code: 'api-unreachable', detail: `${url} does not answer.`, remedy },
    cause,
  );
}

async function readProblem(response: Response): Promise<(Partial<Problem> & { code: string }) | undefined> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return undefined;
  const problem: unknown = await response.json().catch(() => undefined);
  return isProblem(problem) ? problem : undefined;
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
