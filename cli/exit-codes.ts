import { type ErrorCode, type ErrorKind, errorTable, isErrorCode } from '#domain/errors.ts';

/** How a command ends. The help shows this table; scripts rely on it, so a number never changes its meaning. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done, or nothing to do' },
  failed: { code: 1, meaning: 'a task, check or test failed' },
  usage: { code: 2, meaning: 'the command or an input is not valid' },
  'not-found': { code: 3, meaning: 'there is nothing of that name' },
  conflict: { code: 4, meaning: 'something is in the way: a busy service, services that require it' },
  unreachable: { code: 5, meaning: 'the control plane, or something that it needs, does not answer' },
  precondition: { code: 6, meaning: 'this machine or its home lacks something; see `showrunner doctor`' },
  internal: { code: 70, meaning: 'Showrunner made a mistake' },
  interrupted: { code: 130, meaning: 'ended by Ctrl-C' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

export type Exit = keyof typeof exitCodes;

/** The exit of any code that the API, or this command line itself, gives. */
export function exitOf(code: string): Exit {
  if (isErrorCode(code)) return exceptions[code] ?? byKind[errorTable[code].kind];
  return transportExits[code] ?? 'internal';
}

const byKind = {
  input: 'usage',
  conflict: 'conflict',
  failure: 'failed',
  outage: 'unreachable',
  internal: 'internal',
} as const satisfies Record<ErrorKind, Exit>;

/** Codes that tell a script more than their kind does. */
const exceptions: { readonly [Code in ErrorCode]?: Exit } = {
  'not-found': 'not-found',
  'idempotency-mismatch': 'conflict',
  unauthenticated: 'precondition',
  forbidden: 'precondition',
  'join-refused': 'precondition',
  'precondition-failed': 'precondition',
  'home-unusable': 'precondition',
  'download-corrupt': 'precondition',
};

/** Codes of the transport and of the SDK, which the domain does not know. */
const transportExits: Readonly<Record<string, Exit>> = {
  'api-unreachable': 'unreachable',
  'not-the-api': 'unreachable',
  'rate-limited': 'unreachable',
  'revision-mismatch': 'conflict',
};
