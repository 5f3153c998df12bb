import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { DomainError, type Fault } from '#domain/errors.ts';
import { type DatabaseAddress, parseDatabaseUrl } from './database-url.ts';
import { type GatewayAddress, parseGatewayAddress } from './gateway-address.ts';

export type Variables = Readonly<Record<string, string | undefined>>;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** What the process was started with. Only this file reads `process.env`; everyone else is given this. */
export interface Environment {
  readonly user: { readonly uid: number; readonly gid: number; readonly home: string };
  /** Who asked for root, when root was reached by sudo: files for a person belong to them. */
  readonly sudo?: { readonly uid: number; readonly gid: number };
  readonly path: string;
  readonly cacheHome?: string;
  readonly runtimeFolder?: string;
  /** An explicit home; without one it follows from the user and the instance's name. */
  readonly home?: string;
  readonly instance: string;
  readonly api: { readonly host?: string; readonly port?: number };
  /** Where a worker's metrics are served. */
  readonly metrics: { readonly host?: string; readonly port?: number };
  readonly database?: DatabaseAddress;
  /** Where hosts reach the control plane; without one the home may keep one. */
  readonly gateway?: GatewayAddress;
  readonly temporal: { readonly address?: string; readonly namespace: string; readonly cliPath?: string };
  readonly hostId: string;
  readonly logLevel: LogLevel;
  readonly catalogFolder?: string;
  readonly imagesOverlay?: string;
  readonly secretStore: 'keyring';
  readonly docker: { readonly host?: string; readonly context?: string; readonly configFolder?: string };
  readonly timezone?: string;
  /** What the supervisor makes a root wait for; see start-gate.ts. */
  readonly startGate?: string;
  /** Nothing is asked of the Internet where another source may be near, such as a package index of this network. */
  readonly offline: boolean;
  /** `color` is absent where neither NO_COLOR nor FORCE_COLOR says anything. */
  readonly output: { readonly color?: boolean; readonly ci: boolean };
}

/** Reads and checks the environment. Every fault is reported at once, and no value of a secret variable. */
export function readEnvironment(variables: Variables = process.env): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const secrets = readSecret(given, 'SHOWRUNNER_DATABASE_URL');
  const parsed = schema.safeParse({ ...given, SHOWRUNNER_DATABASE_URL: secrets.value });
  const faults = [...secrets.faults, ...(parsed.success ? [] : parsed.error.issues.map(toFault))];
  if (!parsed.success || faults.length > 0) throw invalid(faults);
  return toEnvironment(parsed.data);
}

/**
 * The variables that Showrunner's own processes are started with: what they read, plus what any program needs (paths,
 * locale, proxies, certificates). The rest of the caller's environment, with whatever secrets it holds, stays behind.
 */
export function variablesForChildren(variables: Variables = process.env): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && inherited.test(name))
      kept[name] = name === 'PATH' ? withoutRelative(value) : value;
  }
  return kept;
}

const inherited =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|XDG_\w+|SUDO_[UG]ID|CI|NO_COLOR|FORCE_COLOR|SHOWRUNNER_\w+|TEMPORAL_CLI_PATH|DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|(HTTPS?|NO|ALL)_PROXY|(https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|NODE_COMPILE_CACHE|SSL_CERT_(FILE|DIR))$/;

const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Without entries such as `.` or an empty one: they stand for the folder that one happens to be in, whoever puts programs there. */
function withoutRelative(path: string): string {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.length === 0 ? standardPath : folders.join(delimiter);
}

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a name of a-z, 0-9 and "-", starting with a letter');
const folder = z.string().transform((path) => resolve(path));
const whole = (least: number, most: number) => {
  const reason = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, reason)
    .transform(Number)
    .refine((number) => number >= least && number <= most, reason);
};
const flag = z.string().transform((value) => !/^(0|false|no)$/i.test(value));
const address = z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, 'must be host:port');
const databaseUrl = z.string().transform((url, context) => {
  const parsed = parseDatabaseUrl(url);
  if (parsed.ok) return parsed.address;
  context.issues.push({ code: 'custom', message: parsed.reason, input: undefined });
  return z.NEVER;
});
const gatewayAddress = z.string().transform((text, context) => {
  const parsed = parseGatewayAddress(text);
  if (parsed !== undefined) return parsed;
  const message = 'must be ADDRESS:PORT with an IPv4 address of this machine';
  context.issues.push({ code: 'custom', message, input: undefined });
  return z.NEVER;
});
const logLevels = [
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
  'silent',
] as const satisfies readonly LogLevel[];

const schema = z.object({
  HOME: folder.default(() => homedir()),
  PATH: z.string().default(standardPath).transform(withoutRelative),
  XDG_CACHE_HOME: folder.optional(),
  XDG_RUNTIME_DIR: folder.optional(),
  SUDO_UID: whole(0, 4294967294).optional(),
  SUDO_GID: whole(0, 4294967294).optional(),
  SHOWRUNNER_HOME: folder.optional(),
  SHOWRUNNER_INSTANCE: slug.default('default'),
  SHOWRUNNER_API_HOST: z
    .string()
    .regex(/^[^\s/]+$/, 'must be a host name or an address')
    .optional(),
  SHOWRUNNER_API_PORT: whole(1, 65535).optional(),
  SHOWRUNNER_METRICS_HOST: z
    .string()
    .regex(/^[^\s/]+$/, 'must be a host name or an address')
    .optional(),
  SHOWRUNNER_METRICS_PORT: whole(1, 65535).optional(),
  SHOWRUNNER_DATABASE_URL: databaseUrl.optional(),
  SHOWRUNNER_GATEWAY: gatewayAddress.optional(),
  SHOWRUNNER_TEMPORAL_ADDRESS: address.optional(),
  SHOWRUNNER_TEMPORAL_NAMESPACE: slug.default('showrunner'),
  SHOWRUNNER_HOST_ID: slug.default('local'),
  SHOWRUNNER_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  SHOWRUNNER_CATALOG: folder.optional(),
  SHOWRUNNER_IMAGES_OVERLAY: folder.optional(),
  SHOWRUNNER_OFFLINE: flag.default(false),
  SHOWRUNNER_SECRET_STORE: z.enum(['keyring'], 'must be keyring').default('keyring'),
  SHOWRUNNER_START_GATE: folder.optional(),
  DOCKER_HOST: z.string().optional(),
  DOCKER_CONTEXT: z.string().optional(),
  DOCKER_CONFIG: folder.optional(),
  TEMPORAL_CLI_PATH: folder.optional(),
  TZ: z.string().optional(),
  NO_COLOR: z.string().optional(),
  FORCE_COLOR: flag.optional(),
  CI: flag.default(false),
});

function readSecret(given: Variables, name: string): { value?: string; faults: readonly Fault[] } {
  const file = given[`${name}_FILE`];
  const value = given[name];
  if (file === undefined) return { faults: [], ...(value === undefined ? {} : { value }) };
  if (value !== undefined)
    return { faults: [{ field: `${name}_FILE`, reason: `is given beside ${name}; give one` }] };
  try {
    return { value: readFileSync(file, 'utf8').trim(), faults: [] };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return { faults: [{ field: `${name}_FILE`, reason: `cannot be read (${reason})` }] };
  }
}

/** zod's own messages and ours say what a value must be, never what it was: that holds for secrets too. */
function toFault(issue: z.core.$ZodIssue): Fault {
  return { field: issue.path.join('.'), reason: issue.message };
}

function invalid(faults: readonly Fault[]): DomainError {
  const list = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
  return new DomainError('invalid-input', `The environment is not valid: ${list}.`, { faults });
}

function toEnvironment(given: z.infer<typeof schema>): Environment {
  const color = given.NO_COLOR === undefined ? given.FORCE_COLOR : false;
  return {
    user: { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1, home: given.HOME },
    ...(given.SUDO_UID === undefined
      ? {}
      : { sudo: { uid: given.SUDO_UID, gid: given.SUDO_GID ?? given.SUDO_UID } }),
    path: given.PATH,
    ...present('cacheHome', given.XDG_CACHE_HOME),
    ...present('runtimeFolder', given.XDG_RUNTIME_DIR),
    ...present('home', given.SHOWRUNNER_HOME),
    instance: given.SHOWRUNNER_INSTANCE,
    api: { ...present('host', given.SHOWRUNNER_API_HOST), ...present('port', given.SHOWRUNNER_API_PORT) },
    metrics: {
      ...present('host', given.SHOWRUNNER_METRICS_HOST),
      ...present('port', given.SHOWRUNNER_METRICS_PORT),
    },
    ...present('database', given.SHOWRUNNER_DATABASE_URL),
    ...present('gateway', given.SHOWRUNNER_GATEWAY),
    temporal: {
      namespace: given.SHOWRUNNER_TEMPORAL_NAMESPACE,
      ...present('address', given.SHOWRUNNER_TEMPORAL_ADDRESS),
      ...present('cliPath', given.TEMPORAL_CLI_PATH),
    },
    hostId: given.SHOWRUNNER_HOST_ID,
    logLevel: given.SHOWRUNNER_LOG_LEVEL,
    ...present('catalogFolder', given.SHOWRUNNER_CATALOG),
    ...present('imagesOverlay', given.SHOWRUNNER_IMAGES_OVERLAY),
    secretStore: given.SHOWRUNNER_SECRET_STORE,
    docker: {
      ...present('host', given.DOCKER_HOST),
      ...present('context', given.DOCKER_CONTEXT),
      ...present('configFolder', given.DOCKER_CONFIG),
    },
    ...present('timezone', given.TZ),
    ...present('startGate', given.SHOWRUNNER_START_GATE),
    offline: given.SHOWRUNNER_OFFLINE,
    output: { ci: given.CI, ...present('color', color) },
  };
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
