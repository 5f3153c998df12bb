import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseAddress } from './database-url.ts';
import { embeddedDatabase } from './embedded-database.ts';
import type { Environment, LogLevel } from './environment.ts';
import { type GatewayAddress, readGatewayAddress } from './gateway-address.ts';
import type { Home } from './home.ts';
import { asHomeUnusable } from './home-errors.ts';
import type { HomePaths } from './home-paths.ts';

/** What api and workers are built from. Holds the database's password: never log it whole. */
export interface Configuration {
  readonly instance: { readonly id: string; readonly name: string };
  readonly home: HomePaths;
  readonly api: { readonly host: string; readonly port: number };
  /** Where a worker's metrics are served; port 0 is one that is free, and announced in the home's `run` folder. */
  readonly metrics: { readonly host: string; readonly port: number };
  readonly temporal: { readonly address: string; readonly namespace: string; readonly uiPort?: number };
  readonly database: DatabaseAddress;
  readonly hostId: string;
  /** Where hosts reach the control plane; without one none can. */
  readonly gateway?: GatewayAddress;
  /** The engine's address; without one the host worker uses the standard socket. The supervisor resolves contexts into it. */
  readonly docker: { readonly dockerHost?: string };
  readonly catalogFolder: string;
  readonly imagesOverlay?: string;
  readonly logLevel: LogLevel;
}

/** What the environment says wins; the rest are the embedded programs that the home describes. */
export function readConfiguration(environment: Environment, home: Home): Configuration {
  const embeddedTemporal = `127.0.0.1:${home.ports.temporal}`;
  const { address = embeddedTemporal, namespace } = environment.temporal;
  const gateway = environment.gateway ?? readGatewayAddress(home.paths);
  return {
    instance: { id: home.id, name: home.name },
    home: home.paths,
    api: { host: environment.api.host ?? '127.0.0.1', port: environment.api.port ?? home.ports.api },
    metrics: { host: environment.metrics.host ?? '127.0.0.1', port: environment.metrics.port ?? 0 },
    temporal: {
      address,
      namespace,
      ...(address === embeddedTemporal ? { uiPort: home.ports.temporalUi } : {}),
    },
    database: environment.database ?? embeddedAddress(home),
    hostId: environment.hostId,
    ...(gateway === undefined ? {} : { gateway }),
    docker: environment.docker.host === undefined ? {} : { dockerHost: environment.docker.host },
    catalogFolder: environment.catalogFolder ?? join(import.meta.dirname, '..', '..', 'catalog'),
    ...(environment.imagesOverlay === undefined ? {} : { imagesOverlay: environment.imagesOverlay }),
    logLevel: environment.logLevel,
  };
}

function embeddedAddress(home: Home): DatabaseAddress {
  return {
    host: '127.0.0.1',
    port: home.ports.postgres,
    ...embeddedDatabase,
    password: readPassword(home.paths),
    tls: false,
  };
}

function readPassword(paths: HomePaths): string {
  try {
    return readFileSync(paths.postgresPassword, 'utf8').trim();
  } catch (error) {
    throw asHomeUnusable(paths.root, error);
  }
}
