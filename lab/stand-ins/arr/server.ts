import { join } from 'node:path';
import { empty, type Reply, type Request, type Route, type StandIn } from '../shared/http.ts';
import type { ArrApp } from './apps.ts';
import { commandRoutes } from './commands.ts';
import { configRoutes } from './config.ts';
import { type ArrContext, openArrState } from './context.ts';
import { indexerRoutes } from './indexers.ts';
import { providerRoutes } from './providers/routes.ts';
import { rootFolderRoutes } from './root-folders.ts';
import { openSettings, type Settings } from './settings.ts';
import { systemRoutes } from './system.ts';
import { tagRoutes } from './tags.ts';

export type ArrAccess = 'open' | 'key';

export interface ArrStandIn extends StandIn<ArrAccess> {
  readonly settings: Settings;
}

/** The program with its state in `configFolder`. Not listening yet, so that tests choose the port. */
export function createArr(app: ArrApp, configFolder: string, env: NodeJS.ProcessEnv): ArrStandIn {
  const settings = openSettings(app, configFolder, env);
  const state = openArrState(join(configFolder, `${app.id}.stand-in.json`));
  const context: ArrContext = { app, settings, state, started: new Date() };
  const routes: Route<ArrAccess>[] = [
    ...systemRoutes(context),
    ...app.providers.flatMap((kind) => providerRoutes(context, kind)),
    ...configRoutes(context),
    ...tagRoutes(context),
    ...commandRoutes(context),
    ...(app.hasRootFolders ? rootFolderRoutes(context) : []),
    ...(app.id === 'prowlarr' ? indexerRoutes(context) : []),
  ];
  return {
    settings,
    routes: routes.map((route) => ({ ...route, path: settings.urlBase + route.path })),
    guard: (request, route) => redirect(settings, request) ?? refuse(context, request, route),
  };
}

/** With a URL base set, whatever lacks it is sent there: `/ping` as well. */
function redirect(settings: Settings, request: Request): Reply | undefined {
  const { urlBase } = settings;
  if (urlBase === '' || request.path === urlBase || request.path.startsWith(`${urlBase}/`)) return undefined;
  const query = request.query.size === 0 ? '' : `?${request.query}`;
  return { status: 307, headers: { location: `${urlBase}${request.path}${query}` } };
}

function refuse(
  context: ArrContext,
  request: Request,
  route: Route<ArrAccess> | undefined,
): Reply | undefined {
  const isOpen = route === undefined ? !request.path.includes('/api') : route.access === 'open';
  if (isOpen || keysOf(request).includes(context.settings.apiKey())) return undefined;
  return empty(401);
}

function keysOf(request: Request): (string | undefined)[] {
  const header = request.headers['x-api-key'];
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return [typeof header === 'string' ? header : undefined, request.query.get('apikey') ?? undefined, bearer];
}
