import { json, type Reply, type Request, type Route } from '../shared/http.ts';
import { type JsonObject, mergeKnown, objectOf, textOf } from '../shared/json.ts';
import type { ArrContext } from './context.ts';
import { badRequest } from './failures.ts';
import { mask } from './providers/kind.ts';

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
  const password = textOf(given.password);
  const confirmation = textOf(given.passwordConfirmation, password);
  if (name === 'host' && password !== confirmation) {
    return badRequest([{ propertyName: 'PasswordConfirmation', errorMessage: 'Must match Password' }]);
  }
  const before = stored(context, name);
  const kept = given.password === mask ? { password: before.password ?? '' } : {};
  context.state.value.singles[name] = { ...mergeKnown(before, given), ...kept, ...decided(context, name) };
  context.state.save();
  return json(shown(context, name), 202);
}

function stored(context: ArrContext, name: string): JsonObject {
  return { ...context.app.configs[name], ...context.state.value.singles[name] };
}

function shown(context: ArrContext, name: string): JsonObject {
  const config = stored(context, name);
  const hidden =
    name === 'host' ? { password: config.password === '' ? '' : mask, passwordConfirmation: '' } : {};
  return { id: 1, ...config, ...decided(context, name), ...hidden };
}

/** What the environment and config.xml decide; a PUT changes none of it, the API key least of all. */
function decided(context: ArrContext, name: string): JsonObject {
  const { app, settings } = context;
  if (name !== 'host') return {};
  const method = textOf(
    context.state.value.singles.host?.authenticationMethod,
    settings.authenticationMethod,
  );
  return {
    port: settings.port,
    sslPort: app.sslPort,
    bindAddress: settings.bindAddress,
    urlBase: settings.urlBase,
    instanceName: settings.instanceName,
    apiKey: settings.apiKey(),
    authenticationMethod: method[0]?.toLowerCase() + method.slice(1),
  };
}
