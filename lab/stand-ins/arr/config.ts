import { json, type Reply, type Request, type Route } from '../shared/http.ts';
import { type JsonObject, mergeKnown, objectOf, textOf } from '../shared/json.ts';
import { hashPassword } from '../shared/password.ts';
import type { ArrContext } from './context.ts';
import { badRequest, type Failure } from './failures.ts';

/** The single objects under `/config`: read whole, changed, and written whole. All have the id 1. */
export function configRoutes(context: ArrContext): Route<'key'>[] {
  return Object.keys(context.app.configs).flatMap((name) => {
    const path = `${context.app.api}/config/${name}`;
    const read = () => json(shown(context, name));
    return [
      { method: 'GET', path, access: 'key', handle: read },
      { method: 'GET', path: `${path}/{id}`, access: 'key', handle: read },
      {
        method: 'PUT',
        path: `${path}/{id}`,
        access: 'key',
        handle: (request) => write(context, name, request),
      },
    ] as const;
  });
}

function write(context: ArrContext, name: string, request: Request): Reply {
  const given = objectOf(request.body);
  const before = stored(context, name);
  const failures = name === 'host' ? loginFailures(before, given) : [];
  if (failures.length > 0) return badRequest(failures);
  const after = { ...mergeKnown(before, given), ...(name === 'host' ? loginOf(before, given) : {}) };
  if (name === 'host') context.settings.saveAuthenticationMethod(textOf(given.authenticationMethod));
  context.state.value.singles[name] = after;
  context.state.save();
  return json(shown(context, name), 202);
}

function stored(context: ArrContext, name: string): JsonObject {
  return { ...context.app.configs[name], ...context.state.value.singles[name] };
}

function shown(context: ArrContext, name: string): JsonObject {
  return { id: 1, ...stored(context, name), ...(name === 'host' ? decided(context) : {}) };
}

/** The forms login needs a user; and a password that is not the stored hash must have been typed twice. */
function loginFailures(before: JsonObject, given: JsonObject): Failure[] {
  const failures: Failure[] = [];
  const password = textOf(given.password);
  if (/^(forms|basic)$/i.test(textOf(given.authenticationMethod))) {
    if (textOf(given.username) === '') failures.push(mustNotBeEmpty('Username'));
    if (password === '') failures.push(mustNotBeEmpty('Password'));
  }
  const isUnchanged = password !== '' && password === before.password;
  if (!isUnchanged && password !== textOf(given.passwordConfirmation)) {
    failures.push({ propertyName: 'PasswordConfirmation', errorMessage: 'Must match Password' });
  }
  return failures;
}

/** The user's name is kept in lower case, the password as a hash; that hash is what a read shows, as in the programs. */
function loginOf(before: JsonObject, given: JsonObject): JsonObject {
  const username = textOf(given.username).toLowerCase();
  const password = textOf(given.password);
  const kept = { username: before.username, password: before.password, passwordConfirmation: '' };
  if (username === '' || password === '') return kept;
  return { ...kept, username, password: password === before.password ? password : hashPassword(password) };
}

function mustNotBeEmpty(propertyName: string): Failure {
  return { propertyName, errorMessage: `'${propertyName}' must not be empty.` };
}

/** What the environment and config.xml decide; a PUT changes little of it, and the API key never. */
function decided({ app, settings }: ArrContext): JsonObject {
  const lowerFirst = (text: string) => `${text[0]?.toLowerCase()}${text.slice(1)}`;
  return {
    port: settings.port,
    sslPort: app.sslPort,
    bindAddress: settings.bindAddress,
    urlBase: settings.urlBase,
    instanceName: settings.instanceName,
    apiKey: settings.apiKey(),
    authenticationMethod: lowerFirst(settings.authenticationMethod()),
    authenticationRequired: lowerFirst(settings.authenticationRequired),
  };
}
