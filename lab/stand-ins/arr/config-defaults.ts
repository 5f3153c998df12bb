import type { JsonObject } from '../shared/json.ts';

/** `/config/host` as a fresh install has it. What settings.ts knows (port, base, key, method) is put in when asked. */
export const hostConfig: JsonObject = {
  bindAddress: '*',
  port: 0,
  sslPort: 0,
  enableSsl: false,
  launchBrowser: true,
  authenticationMethod: 'none',
  authenticationRequired: 'enabled',
  analyticsEnabled: false,
  username: '',
  password: '',
  passwordConfirmation: '',
  logLevel: 'info',
  logSizeLimit: 1,
  consoleLogLevel: '',
  branch: 'main',
  apiKey: '',
  sslCertPath: '',
  sslCertPassword: '',
  urlBase: '',
  instanceName: '',
  applicationUrl: '',
  updateAutomatically: false,
  updateMechanism: 'docker',
  updateScriptPath: '',
  proxyEnabled: false,
  proxyType: 'http',
  proxyHostname: '',
  proxyPort: 8080,
  proxyUsername: '',
  proxyPassword: '',
  proxyBypassFilter: '',
  proxyBypassLocalAddresses: true,
  certificateValidation: 'enabled',
  backupFolder: 'Backups',
  backupInterval: 7,
  backupRetention: 28,
  trustCgnatIpAddresses: false,
};

const mediaManagement: JsonObject = {
  recycleBin: '',
  recycleBinCleanupDays: 7,
  downloadPropersAndRepacks: 'preferAndUpgrade',
  deleteEmptyFolders: false,
  fileDate: 'none',
  rescanAfterRefresh: 'always',
  setPermissionsLinux: false,
  chmodFolder: '755',
  chownGroup: '',
  skipFreeSpaceCheckWhenImporting: false,
  minimumFreeSpaceWhenImporting: 100,
  copyUsingHardlinks: true,
  useScriptImport: false,
  scriptImportPath: '',
  importExtraFiles: false,
  extraFileExtensions: 'srt',
  enableMediaInfo: true,
};

const downloadClient: JsonObject = {
  downloadClientWorkingFolders: '_UNPACK_|_FAILED_',
  enableCompletedDownloadHandling: true,
  autoRedownloadFailed: true,
  autoRedownloadFailedFromInteractiveSearch: true,
};

export const sonarrConfigs: Readonly<Record<string, JsonObject>> = {
  downloadclient: downloadClient,
  mediamanagement: {
    ...mediaManagement,
    autoUnmonitorPreviouslyDownloadedEpisodes: false,
    createEmptySeriesFolders: false,
    episodeTitleRequired: 'always',
  },
  naming: {
    renameEpisodes: false,
    replaceIllegalCharacters: true,
    colonReplacementFormat: 4,
    customColonReplacementFormat: '',
    multiEpisodeStyle: 5,
    standardEpisodeFormat: '{Series Title} - S{season:00}E{episode:00} - {Episode Title} {Quality Full}',
    dailyEpisodeFormat: '{Series Title} - {Air-Date} - {Episode Title} {Quality Full}',
    animeEpisodeFormat: '{Series Title} - S{season:00}E{episode:00} - {Episode Title} {Quality Full}',
    seriesFolderFormat: '{Series Title}',
    seasonFolderFormat: 'Season {season}',
    specialsFolderFormat: 'Specials',
  },
};

export const radarrConfigs: Readonly<Record<string, JsonObject>> = {
  downloadclient: { ...downloadClient, checkForFinishedDownloadInterval: 1 },
  mediamanagement: {
    ...mediaManagement,
    autoUnmonitorPreviouslyDownloadedMovies: false,
    createEmptyMovieFolders: false,
    autoRenameFolders: false,
    pathsDefaultStatic: false,
  },
  naming: {
    renameMovies: false,
    replaceIllegalCharacters: true,
    colonReplacementFormat: 'smart',
    standardMovieFormat: '{Movie Title} ({Release Year}) {Quality Full}',
    movieFolderFormat: '{Movie Title} ({Release Year})',
  },
};

export const prowlarrConfigs: Readonly<Record<string, JsonObject>> = {
  downloadclient: {},
};
