import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** Where everything of one instance lies. */
export interface HomePaths {
  readonly root: string;
  readonly instanceFile: string;
  readonly token: string;
  /** For Prometheus: it reads metrics and nothing else. */
  readonly metricsToken: string;
  readonly secrets: string;
  readonly postgresPassword: string;
  readonly keyring: string;
  readonly config: string;
  readonly bin: string;
  readonly postgres: string;
  readonly temporal: string;
  readonly logs: string;
  readonly run: string;
  readonly bundle: string;
  readonly lab: string;
  /** Of the gateway: its address, its authority, the key of its seals. */
  readonly gateway: string;
  /** Of a home that has joined another machine's control plane. */
  readonly host: string;
}

/** The home of the instance that the environment names: `~/.showrunner`, for root `/var/lib/showrunner`, others with `-<name>`. */
export function homeFolder(environment: Environment): string {
  if (environment.home !== undefined) return environment.home;
  const standard =
    environment.user.uid === 0 ? '/var/lib/showrunner' : join(environment.user.home, '.showrunner');
  return environment.instance === 'default' ? standard : `${standard}-${environment.instance}`;
}

/** Downloads that all instances of a user share. */
export function cacheFolder(environment: Environment): string {
  if (environment.cacheHome !== undefined) return join(environment.cacheHome, 'showrunner');
  return environment.user.uid === 0
    ? '/var/cache/showrunner'
    : join(environment.user.home, '.cache', 'showrunner');
}

export function homePaths(root: string): HomePaths {
  const secrets = join(root, 'secrets');
  return {
    root,
    instanceFile: join(root, 'instance.json'),
    token: join(root, 'token'),
    metricsToken: join(root, 'metrics-token'),
    secrets,
    postgresPassword: join(secrets, 'postgres-password'),
    keyring: join(root, 'keyring'),
    config: join(root, 'config'),
    bin: join(root, 'bin'),
    postgres: join(root, 'postgres'),
    temporal: join(root, 'temporal'),
    logs: join(root, 'logs'),
    run: join(root, 'run'),
    bundle: join(root, 'bundle'),
    lab: join(root, 'lab'),
    gateway: join(root, 'gateway'),
    host: join(root, 'host'),
  };
}
