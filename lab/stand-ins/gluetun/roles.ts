import type { Request } from '../shared/http.ts';
import { isObject, type JsonObject, textOf, textsOf } from '../shared/json.ts';
import { readIfPresent } from '../shared/state.ts';

/** Who may call which route of the control server. */
export interface Role {
  readonly name: string;
  readonly routes: readonly string[];
  readonly auth: string;
  readonly apikey: string;
  readonly username: string;
  readonly password: string;
}

/** Without a role file some routes are open to everyone, writing the status included: a trap of the real 3.41. */
const publicRole: Role = roleOf({
  name: 'public',
  auth: 'none',
  routes: [
    'GET /v1/version',
    'GET /v1/vpn/status',
    'PUT /v1/vpn/status',
    'GET /v1/dns/status',
    'GET /v1/publicip/ip',
    'GET /v1/portforward',
  ],
});

export function readRoles(env: NodeJS.ProcessEnv, log: (line: string) => void): readonly Role[] {
  const file = env.HTTP_CONTROL_SERVER_AUTH_CONFIG_FILEPATH ?? '/gluetun/auth/config.toml';
  const text = readIfPresent(file);
  if (text !== undefined) return parseRoles(text).map(roleOf);
  const given: unknown = JSON.parse(env.HTTP_CONTROL_SERVER_AUTH_DEFAULT_ROLE ?? '{}');
  if (isObject(given) && typeof given.auth === 'string') {
    return [roleOf({ ...given, name: 'default', routes: publicRole.routes })];
  }
  log(`no ${file}: these routes are open to everyone: ${publicRole.routes.join(', ')}`);
  return [publicRole];
}

export function isAllowed(roles: readonly Role[], request: Request): boolean {
  const route = `${request.method} ${request.path}`;
  return roles.some((role) => role.routes.includes(route) && hasCredentials(role, request));
}

function hasCredentials(role: Role, request: Request): boolean {
  if (role.auth === 'none') return true;
  if (role.auth === 'apikey') return role.apikey !== '' && request.headers['x-api-key'] === role.apikey;
  const login = Buffer.from(`${role.username}:${role.password}`).toString('base64');
  return role.auth === 'basic' && role.password !== '' && request.headers.authorization === `Basic ${login}`;
}

/** The part of TOML that a role file has: `[[roles]]` tables of strings and lists of strings. */
function parseRoles(text: string): JsonObject[] {
  return text
    .split(/^\s*\[\[\s*roles\s*\]\]\s*$/m)
    .slice(1)
    .map((table) => {
      const pairs = table.matchAll(/^\s*(\w+)\s*=\s*("[^"]*"|\[[^\]]*\])/gm);
      return Object.fromEntries([...pairs].map(([, key = '', value = '']) => [key, tomlValue(value)]));
    });
}

function tomlValue(text: string): string | string[] {
  const strings = [...text.matchAll(/"([^"]*)"/g)].map(([, inner = '']) => inner);
  return text.startsWith('[') ? strings : (strings[0] ?? '');
}

function roleOf(table: JsonObject): Role {
  return {
    name: textOf(table.name),
    routes: textsOf(table.routes),
    auth: textOf(table.auth),
    apikey: textOf(table.apikey),
    username: textOf(table.username),
    password: textOf(table.password),
  };
}
