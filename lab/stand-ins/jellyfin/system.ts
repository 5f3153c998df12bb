import { empty, json, type Reply, type Request, type Route } from '../shared/http.ts';
import { mergeKnown, objectOf } from '../shared/json.ts';
import { standInPage } from '../shared/page.ts';
import type { JellyfinAccess } from './auth.ts';
import { defaultConfiguration } from './configuration.ts';
import { type JellyfinContext, version } from './context.ts';

export function systemRoutes(context: JellyfinContext): Route<JellyfinAccess>[] {
  return [
    { method: 'GET', path: '/health', access: 'open', handle: () => health(context) },
    {
      method: 'GET',
      path: '/',
      access: 'open',
      handle: () => ({ status: 302, headers: { location: '/web/' } }),
    },
    { method: 'GET', path: '/web/', access: 'open', handle: () => page(context) },
    { method: 'GET', path: '/System/Ping', access: 'open', handle: () => json('Jellyfin Server') },
    { method: 'GET', path: '/System/Info/Public', access: 'open', handle: () => json(publicInfo(context)) },
    { method: 'GET', path: '/System/Info', access: 'first-time', handle: () => json(info(context)) },
    { method: 'GET', path: '/System/Configuration', access: 'elevated', handle: () => json(shown(context)) },
    {
      method: 'POST',
      path: '/System/Configuration',
      access: 'elevated',
      handle: (request) => save(context, request),
    },
  ];
}

/** While starting, everything but these two is 503; and the second one says that there was no wizard, even if there was. */
export function refuseWhileStarting(context: JellyfinContext, request: Request): Reply | undefined {
  const path = request.path.toLowerCase();
  if (context.isReady() || path === '/health' || path === '/system/info/public') return undefined;
  return { status: 503, headers: { 'retry-after': '1' }, type: 'text/html', text: 'Jellyfin is starting' };
}

function health(context: JellyfinContext): Reply {
  return { status: 200, type: 'text/plain', text: context.isReady() ? 'Healthy' : 'Degraded' };
}

function page(context: JellyfinContext): Reply {
  const { libraries, wizardCompleted } = context.state.value;
  const wizard = `first-run wizard: ${wizardCompleted ? 'completed' : 'open'}`;
  return standInPage('Jellyfin', version, [
    wizard,
    ...libraries.map((library) => `library: ${library.name}`),
  ]);
}

function publicInfo(context: JellyfinContext) {
  return {
    LocalAddress: 'http://127.0.0.1:8096',
    ServerName: context.configuration().ServerName,
    Version: version,
    ProductName: 'Jellyfin Server',
    OperatingSystem: '',
    Id: context.state.value.serverId,
    StartupWizardCompleted: context.isReady() && context.state.value.wizardCompleted,
  };
}

function info(context: JellyfinContext) {
  return {
    ...publicInfo(context),
    OperatingSystemDisplayName: '',
    PackageName: 'showrunner-lab-stand-in',
    HasPendingRestart: false,
    IsShuttingDown: false,
    SupportsLibraryMonitor: true,
    WebSocketPortNumber: 8096,
    CompletedInstallations: [],
    ProgramDataPath: '/config',
    CachePath: '/cache',
    LogPath: '/config/log',
    HasUpdateAvailable: false,
    SystemArchitecture: 'X64',
  };
}

function shown(context: JellyfinContext) {
  return { ...context.configuration(), IsStartupWizardCompleted: context.state.value.wizardCompleted };
}

/** The body is the whole object: what it lacks goes back to its default. */
function save(context: JellyfinContext, request: Request): Reply {
  context.state.value.configuration = mergeKnown(defaultConfiguration(), objectOf(request.body));
  context.state.save();
  return empty(204);
}
