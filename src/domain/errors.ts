/**
 * Every failure that Showrunner can name. The code is stable: it appears in problem documents, GraphQL extensions,
 * Temporal failures and the CLI's JSON. A retired code is never reused.
 *
 * `kind` decides who deals with it: `input` and `conflict` are the caller's, `outage` is waited out, `failure` ends the
 * task and undoes it, `internal` is a fault of Showrunner itself.
 */
export const errorTable = {
  'invalid-input': {
    kind: 'input',
    what: 'The request is not valid',
    remedy: 'Correct the named fields and send it again.',
  },
  'missing-settings': {
    kind: 'input',
    what: 'Required settings have no value',
    remedy: 'Give each one with --set, --settings or the API.',
  },
  unauthenticated: {
    kind: 'input',
    what: 'No valid token came with the request',
    remedy: 'Send "Authorization: Bearer <token>"; `showrunner token` prints it.',
  },
  forbidden: {
    kind: 'input',
    what: 'The token does not allow this',
    remedy: 'Use a token with the scope that the message names.',
  },
  'not-found': {
    kind: 'input',
    what: 'There is nothing under that id',
    remedy: 'List what exists and check the id.',
  },
  'body-too-large': { kind: 'input', what: 'The request body is too large', remedy: 'Send a smaller body.' },
  'idempotency-mismatch': {
    kind: 'input',
    what: 'This Idempotency-Key was used with another body',
    remedy: 'Use a new key for a new request.',
  },
  'position-gone': {
    kind: 'input',
    what: 'That event position is past retention',
    remedy: 'Subscribe again without Last-Event-ID.',
  },
  'service-busy': {
    kind: 'conflict',
    what: 'Another operation holds the service',
    remedy: 'Wait for the named task, or cancel it.',
  },
  'service-required': {
    kind: 'conflict',
    what: 'Other services require this one',
    remedy: 'Stop or uninstall the named services first; a stop with `cascade` takes them along.',
  },
  'service-leaving': {
    kind: 'conflict',
    what: 'A required service is being uninstalled',
    remedy: 'Wait until it is gone, then ask again.',
  },
  'illegal-transition': {
    kind: 'conflict',
    what: 'The service cannot do that in its state',
    remedy: 'See the state in the message.',
  },
  'container-gone': {
    kind: 'conflict',
    what: 'A container was removed while it was worked on',
    remedy: 'Ask again: the next plan makes it anew.',
  },
  'plan-stale': {
    kind: 'conflict',
    what: 'Reality moved since the plan was approved',
    remedy: 'Look at the new plan and approve that.',
  },
  'port-taken': {
    kind: 'conflict',
    what: 'A host port is taken',
    remedy: 'Free the port, or choose another one in the settings.',
  },
  'name-taken': {
    kind: 'conflict',
    what: 'A name is taken by something that is not ours',
    remedy: 'Rename or remove the named thing.',
  },
  'join-refused': {
    kind: 'input',
    what: 'The host may not join',
    remedy: 'Make a new invitation with `showrunner hosts invite`, and use it within its time.',
  },
  'host-in-use': {
    kind: 'conflict',
    what: 'Services are installed on the host',
    remedy: 'Uninstall the named services first.',
  },
  'host-local': {
    kind: 'conflict',
    what: 'The control plane’s own host cannot be removed',
    remedy: 'Drain it, so that nothing new is placed there.',
  },
  'no-host': {
    kind: 'conflict',
    what: 'No host can take the service',
    remedy: 'See why each host cannot; join another one, or ask for less.',
  },
  'no-gateway': {
    kind: 'conflict',
    what: 'No gateway is there for hosts to join through',
    remedy: 'Start it with `showrunner up --gateway ADDRESS:PORT`, then invite the host again.',
  },
  'catalog-invalid': {
    kind: 'failure',
    what: 'A catalog entry is faulty',
    remedy: 'Correct the named file.',
  },
  'dependency-cycle': {
    kind: 'failure',
    what: 'Definitions require each other in a circle',
    remedy: 'Break the circle in the catalog.',
  },
  'dependency-failed': {
    kind: 'failure',
    what: 'A required service could not be brought up',
    remedy: 'See the task of the named service.',
  },
  'no-provider': {
    kind: 'failure',
    what: 'No definition provides what is required',
    remedy: 'Add a definition that provides it.',
  },
  'image-not-found': {
    kind: 'failure',
    what: 'The registry does not have the image',
    remedy: 'Check the image, its tag and the mirror.',
  },
  'image-pull-failed': {
    kind: 'failure',
    what: 'The image could not be pulled',
    remedy: 'See the registry’s answer; try again later.',
  },
  'image-denied': {
    kind: 'failure',
    what: 'The registry refused access',
    remedy: 'Check the registry’s credentials.',
  },
  'container-invalid': {
    kind: 'failure',
    what: 'The engine refused the container',
    remedy: 'See the engine’s answer.',
  },
  'container-exited': {
    kind: 'failure',
    what: 'The container ended while it was being waited for',
    remedy: 'See its last log lines in the step’s evidence.',
  },
  'never-healthy': {
    kind: 'failure',
    what: 'The service did not become healthy in time',
    remedy: 'See the last probe and log lines in the step’s evidence.',
  },
  'network-unavailable': {
    kind: 'failure',
    what: 'No free subnet was found for a network',
    remedy: 'Widen network.pool in the settings.',
  },
  'directory-unusable': {
    kind: 'failure',
    what: 'A folder cannot be used',
    remedy: 'Check that it is a folder and that the user may write to it.',
  },
  'link-refused': {
    kind: 'failure',
    what: 'An application refused a link',
    remedy: 'See its answer in the step.',
  },
  'login-failed': {
    kind: 'failure',
    what: 'An application refused the login',
    remedy: 'Check the credentials that Showrunner keeps for it.',
  },
  'secret-missing': {
    kind: 'failure',
    what: 'A secret is not in the store',
    remedy: 'Set it again, or install the service that makes it.',
  },
  'secret-unreadable': {
    kind: 'failure',
    what: 'A secret cannot be decrypted',
    remedy: 'Restore the keyring’s master key.',
  },
  'secret-conflict': {
    kind: 'conflict',
    what: 'The secret was changed meanwhile',
    remedy: 'Read it again and repeat.',
  },
  'task-timeout': {
    kind: 'failure',
    what: 'The task’s deadline passed',
    remedy: 'See what it was waiting for, then start it again.',
  },
  'operation-lost': {
    kind: 'failure',
    what: 'The operation’s workflow is gone',
    remedy: 'Start the operation again.',
  },
  'engine-unreachable': {
    kind: 'outage',
    what: 'The Docker engine does not answer',
    remedy: 'Start it; the task waits for it.',
  },
  'engine-timeout': {
    kind: 'outage',
    what: 'The Docker engine did not answer in time',
    remedy: 'Look at its load; the task tries again.',
  },
  'database-unreachable': {
    kind: 'outage',
    what: 'Postgres does not answer',
    remedy: 'Start it; the task waits for it.',
  },
  'temporal-unreachable': {
    kind: 'outage',
    what: 'Temporal does not answer',
    remedy: 'Start it, then ask again.',
  },
  'secret-store-unreachable': {
    kind: 'outage',
    what: 'The secret store does not answer',
    remedy: 'Start or unseal it; the task waits for it.',
  },
  'app-unreachable': {
    kind: 'outage',
    what: 'An application does not answer',
    remedy: 'See its logs; the step tries again until its deadline.',
  },
  'precondition-failed': {
    kind: 'failure',
    what: 'This machine lacks something Showrunner needs',
    remedy: 'Run `showrunner doctor`.',
  },
  'home-unusable': {
    kind: 'failure',
    what: 'The home folder cannot be used',
    remedy: 'See the reason; free space or choose another SHOWRUNNER_HOME.',
  },
  'home-locked': {
    kind: 'conflict',
    what: 'Another supervisor runs on this home',
    remedy: 'Use it, or end it with `showrunner down`.',
  },
  'download-corrupt': {
    kind: 'failure',
    what: 'A download does not have the expected checksum',
    remedy: 'Try again; if it stays so, report it.',
  },
  internal: { kind: 'internal', what: 'Showrunner made a mistake', remedy: 'Report it with the task’s id.' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorKind = 'input' | 'conflict' | 'failure' | 'outage' | 'internal';
export type ErrorCode = keyof typeof errorTable;

export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** What happened, as the beginning of a sentence without a full stop. */
  readonly what: string;
  /** What a person can do about it, a whole sentence. */
  readonly remedy: string;
}

/** One fault of an input: where, and why. */
export interface Fault {
  readonly field: string;
  readonly reason: string;
}

export interface ErrorDetails {
  readonly cause?: unknown;
  readonly faults?: readonly Fault[];
  /** Ids that help a program act: the open task, the services that require this one. Never a secret. */
  readonly data?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** A failure with a stable code. `detail` is a sentence about this very case; it never holds a secret value. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly faults: readonly Fault[];
  readonly data: NonNullable<ErrorDetails['data']>;

  constructor(code: ErrorCode, detail: string, details: ErrorDetails = {}) {
    super(detail, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.faults = details.faults ?? [];
    this.data = details.data ?? {};
  }

  get kind(): ErrorKind {
    return errorTable[this.code].kind;
  }

  get remedy(): string {
    return errorTable[this.code].remedy;
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError;
}

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(errorTable, value);
}
