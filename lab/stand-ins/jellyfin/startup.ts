import { empty, json, type Reply, type Request, type Route } from '../shared/http.ts';
import { objectOf, textOf } from '../shared/json.ts';
import { hashPassword } from '../shared/password.ts';
import type { JellyfinAccess } from './auth.ts';
import type { JellyfinContext } from './context.ts';
import { newId } from './state.ts';

/** The wizard of the first start. It is over for good with `/Startup/Complete`. */
export function startupRoutes(context: JellyfinContext): Route<JellyfinAccess>[] {
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route<JellyfinAccess> => ({
    method,
    path: `/Startup/${path}`,
    access: 'first-time',
    handle,
  });
  return [
    route('GET', 'Configuration', () => json(shownConfiguration(context))),
    route('POST', 'Configuration', (request) => saveConfiguration(context, request)),
    route('GET', 'User', () => json({ Name: ensureUser(context).name })),
    route('GET', 'FirstUser', () => json({ Name: ensureUser(context).name })),
    route('POST', 'User', (request) => saveUser(context, request)),
    route('POST', 'RemoteAccess', () => empty(204)),
    route('POST', 'Complete', () => complete(context)),
  ];
}

const asked = ['ServerName', 'UICulture', 'MetadataCountryCode', 'PreferredMetadataLanguage'] as const;

function shownConfiguration(context: JellyfinContext) {
  const configuration = context.configuration();
  return Object.fromEntries(asked.map((key) => [key, configuration[key]]));
}

function saveConfiguration(context: JellyfinContext, request: Request): Reply {
  const body = objectOf(request.body);
  const given = asked.filter((key) => typeof body[key] === 'string').map((key) => [key, body[key]] as const);
  context.state.value.configuration = { ...context.state.value.configuration, ...Object.fromEntries(given) };
  context.state.save();
  return empty(204);
}

/** Asking for the first user is what makes it: the real server behaves so, and a client must ask before it posts. */
function ensureUser(context: JellyfinContext) {
  const state = context.state.value;
  if (state.user === undefined) {
    state.user = { id: newId(), name: 'root', passwordHash: '' };
    context.state.save();
  }
  return state.user;
}

function saveUser(context: JellyfinContext, request: Request): Reply {
  const { user } = context.state.value;
  if (user === undefined) return empty(404);
  const body = objectOf(request.body);
  const password = textOf(body.Password);
  if (password === '') return json('Password must not be empty', 400);
  const name = textOf(body.Name, user.name);
  context.state.value.user = { id: user.id, name, passwordHash: hashPassword(password) };
  context.state.save();
  return empty(204);
}

function complete(context: JellyfinContext): Reply {
  context.state.value.wizardCompleted = true;
  context.state.save();
  return empty(204);
}
