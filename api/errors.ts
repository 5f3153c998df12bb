import { DomainError, type ErrorCode, errorTable, type Fault, isErrorCode } from '#domain/errors.ts';

/** Failures of the transport itself, which the domain does not know. Their codes are stable as well. */
export const transportErrors = {
  'method-not-allowed': {
    status: 405,
    what: 'That address does not take this method',
    remedy: 'Use one of the methods in the Allow header.',
  },
  'unsupported-media-type': {
    status: 415,
    what: 'The body is not in a form that is read here',
    remedy: 'Send JSON in UTF-8, uncompressed, with Content-Type: application/json.',
  },
  'wrong-host': {
    status: 421,
    what: 'The Host header names no address of this API',
    remedy: 'Use the address that `showrunner status` prints.',
  },
  'revision-mismatch': {
    status: 412,
    what: 'The settings were changed meanwhile',
    remedy: 'Read them again and repeat with the new ETag.',
  },
  'rate-limited': {
    status: 429,
    what: 'Too many requests without a valid token came from this address',
    remedy: 'Wait as long as Retry-After says.',
  },
} as const satisfies Record<string, { status: number; what: string; remedy: string }>;

export type TransportErrorCode = keyof typeof transportErrors;

/** HTTP status of every code that the domain knows. `satisfies` makes a missing one a compile error. */
export const httpStatuses = {
  'invalid-input': 400,
  'missing-settings': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'body-too-large': 413,
  'idempotency-mismatch': 422,
  'position-gone': 410,
  'service-busy': 409,
  'service-required': 409,
  'service-leaving': 409,
  'illegal-transition': 409,
  'container-gone': 409,
  'plan-stale': 409,
  'port-taken': 409,
  'name-taken': 409,
  'join-refused': 403,
  'host-in-use': 409,
  'host-local': 409,
  'no-host': 409,
  'no-gateway': 409,
  'catalog-invalid': 500,
  'dependency-cycle': 500,
  'dependency-failed': 502,
  'no-provider': 500,
  'image-not-found': 502,
  'image-pull-failed': 502,
  'image-denied': 502,
  'container-invalid': 502,
  'container-exited': 502,
  'never-healthy': 502,
  'network-unavailable': 503,
  'directory-unusable': 500,
  'link-refused': 502,
  'login-failed': 502,
  'secret-missing': 500,
  'secret-unreadable': 500,
  'secret-conflict': 409,
  'task-timeout': 504,
  'operation-lost': 500,
  'engine-unreachable': 503,
  'engine-timeout': 504,
  'database-unreachable': 503,
  'temporal-unreachable': 503,
  'secret-store-unreachable': 503,
  'app-unreachable': 503,
  'precondition-failed': 500,
  'home-unusable': 500,
  'home-locked': 409,
  'download-corrupt': 500,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** A failure that only HTTP has. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: TransportErrorCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.headers = headers;
  }
}

/** A failure as a client is told: of REST in a problem document, of GraphQL in `extensions`. */
export interface Failure {
  readonly status: number;
  readonly code: ErrorCode | TransportErrorCode;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly faults: readonly Fault[];
  readonly data: DomainError['data'];
  readonly headers: Readonly<Record<string, string>>;
}

/** Status and words of a code. */
export function codeEntry(code: ErrorCode | TransportErrorCode): {
  readonly status: number;
  readonly what: string;
  readonly remedy: string;
} {
  if (isErrorCode(code)) return { ...errorTable[code], status: httpStatuses[code] };
  return transportErrors[code];
}

/** Anything else than a named failure is `internal`, and its words stay in the log. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TransportError) {
    const { code, message, headers } = error;
    const { status, what, remedy } = codeEntry(code);
    return { status, code, title: what, detail: message, remedy, faults: [], data: {}, headers };
  }
  const known =
    error instanceof DomainError
      ? error
      : new DomainError('internal', 'The request failed by a fault of Showrunner itself.');
  const { code, message, faults, data } = known;
  const { status, what, remedy } = codeEntry(code);
  const headers: Record<string, string> = known.kind === 'outage' ? { 'Retry-After': '5' } : {};
  return { status, code, title: what, detail: message, remedy, faults, data, headers };
}
