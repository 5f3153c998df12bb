import type { ComponentName, ServiceId } from './ids.ts';
import type { SecretPath } from './secret.ts';

/**
 * What each kind of link needs beyond its two ends. Adding a kind here makes the compiler ask for its applier
 * (adapters/apps) and for its printer (plan/print.ts).
 */
export interface LinkArguments {
  /**
   * The one user of Sonarr, Radarr or Prowlarr: its name from the end's `user`, its password from the end's secret
   * `password`. Their forms login lets nobody in until there is one.
   */
  'app-login': Record<never, never>;
  /** Sonarr or Radarr may import into this folder. */
  'root-folder': { readonly path: string };
  /** Sonarr or Radarr sends torrents to the client, under a category of its own. */
  'download-client': { readonly category: string };
  /** Sonarr or Radarr tells the media server about new files. */
  'media-connection': Record<never, never>;
  /** The indexer manager keeps this application's indexers. */
  'indexer-application': Record<never, never>;
  /** First-run wizard, administrator, API key and libraries of Jellyfin. */
  'media-server-setup': { readonly libraries: readonly LibraryDefinition[] };
  /** Save path and categories of the torrent client; proves its login. */
  'torrent-setup': { readonly savePath: string };
}

export type LinkKind = keyof LinkArguments;

/** Whether the provider is told where the consumer is, and calls it by itself. */
export const callsBack: Readonly<Record<LinkKind, boolean>> = {
  'app-login': false,
  'root-folder': false,
  'download-client': false,
  'media-connection': false,
  'indexer-application': true,
  'media-server-setup': false,
  'torrent-setup': false,
};

export interface LibraryDefinition {
  readonly name: string;
  readonly type: 'movies' | 'tvshows' | 'music' | 'books';
  readonly path: string;
}

/** A link as the catalog declares it: from this service, to whoever provides the capability (or to itself). */
export type LinkDefinition = {
  readonly [Kind in LinkKind]: {
    readonly kind: Kind;
    /** The capability of the other end; absent for what a service is told about itself. */
    readonly to?: string;
    readonly arguments: LinkArguments[Kind];
  };
}[LinkKind];

/** One end of a link: who it is, what program it is, where its API listens. */
export interface LinkEnd {
  readonly service: ServiceId;
  /** The definition's id: chooses the client (`sonarr`, `jellyfin`…). */
  readonly app: string;
  /** Container whose address serves the API; for a VPN member, the gateway's. */
  readonly container: string;
  readonly component: ComponentName;
  readonly port: number;
  /** Name under which other services reach it. */
  readonly hostname: string;
  /** Secrets by their names in the definition; the activity reads the current version. */
  readonly secrets: Readonly<Record<string, SecretPath>>;
  readonly user?: string;
  /** Where the other end reaches it, when that is on another host. */
  readonly at?: LinkAddress;
}

/** A host's address and the port that is published there. */
export interface LinkAddress {
  readonly address: string;
  readonly port: number;
}

export type LinkSpec = {
  readonly [Kind in LinkKind]: {
    readonly kind: Kind;
    readonly consumer: LinkEnd;
    /** Equal to the consumer for what a service is told about itself. */
    readonly provider: LinkEnd;
    readonly arguments: LinkArguments[Kind];
  };
}[LinkKind];

/**
 * `applied`: made or brought up to date. `present`: nothing to do. `kept`: a person changed it by hand; it is left alone,
 * and `detail` says what differs.
 */
export interface LinkOutcome {
  readonly outcome: 'applied' | 'present' | 'kept';
  readonly detail: string;
  /** True when this very call created the link, so that an undo may take it back. */
  readonly created: boolean;
}

/** Under this owner links keep what they wrote, beside the services' secrets. */
export const linkRecordsOwner = 'showrunner-links';
