import type { JsonObject } from '../shared/json.ts';
import { hostConfig, prowlarrConfigs, radarrConfigs, sonarrConfigs } from './config-defaults.ts';
import { lidarrApplication, radarrApplication, sonarrApplication } from './providers/application.ts';
import type { ProviderKind } from './providers/kind.ts';
import { mediaBrowser } from './providers/media-browser.ts';
import { newznab, torznab } from './providers/newznab.ts';
import { qbittorrent } from './providers/qbittorrent.ts';

/** What tells one program of the family from another. Everything else is the shared core. */
export interface ArrApp {
  readonly id: 'sonarr' | 'radarr' | 'prowlarr';
  readonly name: string;
  readonly version: string;
  readonly api: '/api/v3' | '/api/v1';
  readonly port: number;
  readonly sslPort: number;
  readonly providers: readonly ProviderKind[];
  /** The singletons under `/config`, with the values of a fresh install. */
  readonly configs: Readonly<Record<string, JsonObject>>;
  /** Library folders; the indexer manager has none. */
  readonly hasRootFolders: boolean;
  readonly commands: readonly string[];
}

const commonCommands = [
  'ApplicationCheckUpdate',
  'Backup',
  'CheckHealth',
  'Housekeeping',
  'MessagingCleanup',
  'ResetApiKey',
];

const downloadClient = (prefix: 'tv' | 'movie', category: string): ProviderKind => ({
  path: 'downloadclient',
  extras: {
    enable: false,
    protocol: 'torrent',
    priority: 1,
    removeCompletedDownloads: false,
    removeFailedDownloads: false,
  },
  computed: () => ({}),
  isEnabled: (data) => data.enable === true,
  templates: [qbittorrent(prefix, category)],
});

const notification = (flags: readonly string[], includeHealthWarnings = true): ProviderKind => ({
  path: 'notification',
  extras: {
    ...Object.fromEntries(flags.map((flag) => [flag, false])),
    ...(includeHealthWarnings ? { includeHealthWarnings: false } : {}),
  },
  computed: () => Object.fromEntries(flags.map((flag) => [flag.replace(/^on/, 'supportsOn'), true])),
  isEnabled: (data) => flags.some((flag) => data[flag] === true),
  templates: [mediaBrowser],
});

const indexer: ProviderKind = {
  path: 'indexer',
  extras: {
    enableRss: false,
    enableAutomaticSearch: false,
    enableInteractiveSearch: false,
    priority: 25,
    downloadClientId: 0,
  },
  computed: (template) => ({
    protocol: template.protocol ?? 'unknown',
    supportsRss: true,
    supportsSearch: true,
  }),
  isEnabled: (data) =>
    [data.enableRss, data.enableAutomaticSearch, data.enableInteractiveSearch].some((flag) => flag === true),
  templates: [newznab, torznab],
};

const applications: ProviderKind = {
  path: 'applications',
  extras: { syncLevel: 'disabled' },
  computed: () => ({}),
  isEnabled: (data) => data.syncLevel === 'addOnly' || data.syncLevel === 'fullSync',
  templates: [sonarrApplication, radarrApplication, lidarrApplication],
};

const commonFlags = ['onGrab', 'onDownload', 'onUpgrade', 'onRename', 'onHealthIssue', 'onHealthRestored'];
const otherFlags = ['onApplicationUpdate', 'onManualInteractionRequired'];

export const arrApps: Readonly<Record<ArrApp['id'], ArrApp>> = {
  sonarr: {
    id: 'sonarr',
    name: 'Sonarr',
    version: '4.0.19.2979',
    api: '/api/v3',
    port: 8989,
    sslPort: 9898,
    providers: [
      downloadClient('tv', 'tv-sonarr'),
      notification([
        ...commonFlags,
        ...otherFlags,
        'onImportComplete',
        'onSeriesAdd',
        'onSeriesDelete',
        'onEpisodeFileDelete',
        'onEpisodeFileDeleteForUpgrade',
      ]),
      indexer,
    ],
    configs: { host: hostConfig, ...sonarrConfigs },
    hasRootFolders: true,
    commands: [...commonCommands, 'RefreshMonitoredDownloads', 'RefreshSeries', 'RescanSeries', 'RssSync'],
  },
  radarr: {
    id: 'radarr',
    name: 'Radarr',
    version: '6.3.0.10514',
    api: '/api/v3',
    port: 7878,
    sslPort: 9898,
    providers: [
      downloadClient('movie', 'radarr'),
      notification([
        ...commonFlags,
        ...otherFlags,
        'onMovieAdded',
        'onMovieDelete',
        'onMovieFileDelete',
        'onMovieFileDeleteForUpgrade',
      ]),
      indexer,
    ],
    configs: { host: hostConfig, ...radarrConfigs },
    hasRootFolders: true,
    commands: [...commonCommands, 'RefreshMonitoredDownloads', 'RefreshMovie', 'RescanMovie', 'RssSync'],
  },
  prowlarr: {
    id: 'prowlarr',
    name: 'Prowlarr',
    version: '2.5.2.5491',
    api: '/api/v1',
    port: 9696,
    sslPort: 6969,
    providers: [applications],
    configs: { host: { ...hostConfig, historyCleanupDays: 30 }, ...prowlarrConfigs },
    hasRootFolders: false,
    commands: [...commonCommands, 'ApplicationIndexerSync'],
  },
};
