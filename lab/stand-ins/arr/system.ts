import { json, type Route } from '../shared/http.ts';
import { standInPage } from '../shared/page.ts';
import { type ArrContext, listOf } from './context.ts';
import { isUsable } from './root-folders.ts';

/** Who the program is and how it is. */
export function systemRoutes(context: ArrContext): Route<'open' | 'key'>[] {
  const { api } = context.app;
  const pong = () => json({ status: 'OK' });
  return [
    { method: 'GET', path: '/', access: 'open', handle: () => page(context) },
    { method: 'GET', path: '/ping', access: 'open', handle: pong },
    { method: 'HEAD', path: '/ping', access: 'open', handle: pong },
    { method: 'GET', path: `${api}/system/status`, access: 'key', handle: () => json(statusOf(context)) },
    { method: 'GET', path: `${api}/health`, access: 'key', handle: () => json(healthOf(context)) },
  ];
}

function page(context: ArrContext) {
  const count = (list: string) => listOf(context, list).length;
  const lists = [
    ...context.app.providers.map((kind) => kind.path),
    ...(context.app.hasRootFolders ? ['rootfolder'] : []),
  ];
  return standInPage(
    context.app.name,
    context.app.version,
    lists.map((list) => `${list}: ${count(list)}`),
  );
}

function statusOf(context: ArrContext) {
  const { app, settings } = context;
  return {
    appName: app.name,
    instanceName: settings.instanceName,
    version: app.version,
    buildTime: '2026-01-01T00:00:00Z',
    isDebug: false,
    isProduction: true,
    isAdmin: false,
    isUserInteractive: false,
    startupPath: `/app/${app.id}/bin`,
    appData: '/config',
    osName: 'debian',
    osVersion: '12',
    isNetCore: false,
    isLinux: true,
    isOsx: false,
    isWindows: false,
    isDocker: true,
    mode: 'console',
    branch: 'main',
    databaseType: 'sqLite',
    databaseVersion: '3.0',
    authentication: settings.authenticationMethod().toLowerCase(),
    migrationVersion: 1,
    urlBase: settings.urlBase,
    runtimeVersion: process.versions.node,
    runtimeName: 'node',
    startTime: context.started.toISOString(),
    packageVersion: app.version,
    packageAuthor: 'Showrunner lab (stand-in)',
    packageUpdateMechanism: 'docker',
    packageUpdateMechanismMessage: '',
  };
}

interface HealthLine {
  readonly source: string;
  readonly type: 'warning' | 'error';
  readonly message: string;
}

function healthOf(context: ArrContext): HealthLine[] {
  const lines: HealthLine[] = [];
  if (context.settings.apiKey().length < 20) {
    const message = 'Please update your API key to be at least 20 characters long.';
    lines.push({ source: 'ApiKeyValidationCheck', type: 'warning', message });
  }
  const kinds = context.app.providers.map((kind) => kind.path);
  if (kinds.includes('downloadclient') && listOf(context, 'downloadclient').length === 0) {
    lines.push({
      source: 'DownloadClientCheck',
      type: 'warning',
      message: 'No download client is available',
    });
  }
  if (listOf(context, 'indexer').length === 0) {
    const message = 'No indexers available, searches will not provide any results';
    lines.push({ source: 'IndexerSearchCheck', type: 'warning', message });
  }
  const missing = listOf(context, 'rootfolder').filter((stored) => !isUsable(String(stored.data.path)));
  if (missing.length > 0) {
    const message = `Missing root folder: ${missing.map((stored) => stored.data.path).join(' | ')}`;
    lines.push({ source: 'RootFolderCheck', type: 'error', message });
  }
  return lines;
}
