import { DomainError } from '#domain/errors.ts';
import type { LinkEnd } from '#domain/link.ts';

export interface ArrApp {
  /** Its own name for itself, in `appName` and in its pages. */
  readonly title: string;
  readonly api: 'v1' | 'v3';
}

/** An application that manages a library: how it calls what its siblings call otherwise. */
export interface LibraryArrApp extends ArrApp {
  readonly categoryField: string;
  /** Events of a connection that change files under a library folder. */
  readonly libraryEvents: readonly string[];
}

const libraryApps: Readonly<Record<string, LibraryArrApp>> = {
  sonarr: {
    title: 'Sonarr',
    api: 'v3',
    categoryField: 'tvCategory',
    libraryEvents: [
      'onDownload',
      'onUpgrade',
      'onImportComplete',
      'onRename',
      'onSeriesAdd',
      'onSeriesDelete',
      'onEpisodeFileDelete',
      'onEpisodeFileDeleteForUpgrade',
    ],
  },
  radarr: {
    title: 'Radarr',
    api: 'v3',
    categoryField: 'movieCategory',
    libraryEvents: [
      'onDownload',
      'onUpgrade',
      'onRename',
      'onMovieDelete',
      'onMovieFileDelete',
      'onMovieFileDeleteForUpgrade',
    ],
  },
};

const indexerManagers: Readonly<Record<string, ArrApp>> = { prowlarr: { title: 'Prowlarr', api: 'v1' } };

/** Any of the family. */
export function arrApp(end: LinkEnd): ArrApp {
  return known({ ...libraryApps, ...indexerManagers }, end, 'user of its own');
}

export function libraryArrApp(end: LinkEnd): LibraryArrApp {
  return known(libraryApps, end, 'root folders, download clients or connections');
}

export function indexerManagerApp(end: LinkEnd): ArrApp {
  return known(indexerManagers, end, 'applications');
}

function known<App>(apps: Readonly<Record<string, App>>, end: LinkEnd, what: string): App {
  const app = Object.hasOwn(apps, end.app) ? apps[end.app] : undefined;
  if (app !== undefined) return app;
  const names = Object.keys(apps).join(', ');
  throw new DomainError('catalog-invalid', `"${end.app}" takes no ${what}; these do: ${names}.`);
}
