import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StandIn } from '../shared/http.ts';
import { type JellyfinAccess, refuse } from './auth.ts';
import { defaultConfiguration } from './configuration.ts';
import type { JellyfinContext } from './context.ts';
import { libraryRoutes } from './library.ts';
import { startupRoutes } from './startup.ts';
import { openJellyfinState } from './state.ts';
import { refuseWhileStarting, systemRoutes } from './system.ts';
import { taskRoutes } from './tasks.ts';
import { userRoutes } from './users.ts';

/** How long "migrations" take: a first start has more to do, and a client must be able to see the state in between. */
const firstStartMs = 1_000;
const laterStartMs = 200;

export function createJellyfin(
  configFolder: string,
  startMs = existsSync(stateFile(configFolder)) ? laterStartMs : firstStartMs,
): StandIn<JellyfinAccess> {
  const state = openJellyfinState(stateFile(configFolder));
  const readyAt = Date.now() + startMs;
  const context: JellyfinContext = {
    state,
    configuration: () => ({ ...defaultConfiguration(), ...state.value.configuration }),
    isReady: () => Date.now() >= readyAt,
  };
  state.save();
  return {
    routes: [
      ...systemRoutes(context),
      ...startupRoutes(context),
      ...userRoutes(context),
      ...libraryRoutes(context),
      ...taskRoutes(),
    ],
    guard: (request, route) => refuseWhileStarting(context, request) ?? refuse(context, request, route),
  };
}

function stateFile(configFolder: string): string {
  return join(configFolder, 'data', 'jellyfin.stand-in.json');
}
