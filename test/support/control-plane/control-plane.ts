import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiPorts } from '#assembly/api.ts';
import { removeInstanceResources } from '#assembly/instance-resources.ts';
import type { InstanceSettingValues } from '#domain/instance-settings.ts';
import { type Configuration, readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { cacheFolder, type Home, openHome, readToken } from '#platform/home.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';
import { startTestTemporal, type TestTemporal } from '#test/support/temporal/server.ts';
import { type RootProcess, startRoot } from './processes.ts';

/** A whole instance of its own: real Temporal, Postgres, workers, API and engine. Everything can be killed. */
export interface ControlPlane {
  readonly home: Home;
  readonly configuration: Configuration;
  readonly folders: { readonly data: string; readonly config: string };
  readonly token: string;
  readonly url: string;
  readonly temporal: TestTemporal;
  readonly postgres: TestPostgres;
  readonly processes: {
    readonly central: RootProcess;
    readonly host: RootProcess;
    readonly api: RootProcess;
  };
  /** The API's own ports, to look into stores from the test. */
  readonly ports: ReturnType<typeof createApiPorts>;
  /** Ends everything and removes what the instance made on the engine and on disk. */
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  readonly catalog?: string;
  readonly overlay?: string;
  /** Default: a block that no other test uses at the same time. */
  readonly portOffset?: number;
  readonly settings?: InstanceSettingValues;
  /** Default: the machine's engine. */
  readonly dockerHost?: string;
  /** Where hosts may join, as `ADDRESS:PORT`. */
  readonly gateway?: string;
}

export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  await using starting = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'showrunner-test-'));
  starting.defer(() => rm(root, { recursive: true, force: true }));
  await chmod(root, 0o711);
  const name = `t${randomBytes(3).toString('hex')}`;
  const home = await openHome(join(root, 'home'), { name });
  const [temporal, postgres] = await allOrNone(starting, [startTestTemporal(), startTestPostgres()]);
  const variables = await variablesFor(root, home, temporal, await postgres.createDatabase(), options);
  const configuration = readConfiguration(readEnvironment(variables), home);
  starting.defer(async () => {
    await removeInstanceResources({ instance: configuration.instance, ...configuration.docker }, 1);
  });
  await startRoot({ name: 'setup', script: 'workers/setup.ts', home, variables, oneShot: true });
  const ports = createApiPorts(configuration);
  starting.defer(() => ports.close());
  const folders = { data: join(root, 'data'), config: join(root, 'config') };
  await ports.settings.write({ ...defaultSettings(folders), ...options.settings });
  const url = `http://127.0.0.1:${configuration.api.port}`;
  const [central, host, api] = await allOrNone(starting, [
    startRoot({ name: 'central', script: 'workers/central.ts', home, variables }),
    startRoot({ name: 'host', script: 'workers/host.ts', home, variables }),
    startRoot({ name: 'api', script: 'api/main.ts', home, variables, ready: () => isLive(url) }),
  ]);
  const token = await readToken(home);
  const started = starting.move();
  return {
    home,
    configuration,
    folders,
    token,
    url,
    temporal,
    postgres,
    processes: { central, host, api },
    ports,
    stop: () => started.disposeAsync(),
  };
}

interface Stoppable {
  stop(): Promise<void>;
}

/** What is started side by side is stopped side by side as well; when one fails to start, so are the others. */
async function allOrNone<const Starting extends readonly Promise<Stoppable>[]>(
  stack: AsyncDisposableStack,
  starting: Starting,
) {
  stack.defer(async () => {
    const outcomes = await Promise.allSettled(starting);
    await Promise.all(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value.stop()));
  });
  return await Promise.all(starting);
}

function defaultSettings({ data, config }: ControlPlane['folders']): InstanceSettingValues {
  return {
    'paths.data': data,
    'paths.config': config,
    'user.uid': 1000,
    'user.gid': 1000,
    'network.pool': '10.212.0.0/14',
    'network.portOffset': 20_000 + 100 * Math.floor(Math.random() * 200),
  };
}

async function variablesFor(
  root: string,
  home: Home,
  temporal: TestTemporal,
  database: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  },
  { catalog, overlay, dockerHost, gateway }: ControlPlaneOptions,
): Promise<Readonly<Record<string, string>>> {
  const { host, port, user, password, database: name } = database;
  const urlFile = join(root, 'database-url');
  await writeFile(urlFile, `postgres://${user}:${password}@${host}:${port}/${name}`, { mode: 0o600 });
  const environment = readEnvironment();
  return {
    PATH: environment.path,
    // As the supervisor starts them: every restart would strip and compile all sources again.
    NODE_COMPILE_CACHE: join(cacheFolder(environment), 'compiled'),
    HOME: root,
    SHOWRUNNER_HOME: home.paths.root,
    SHOWRUNNER_INSTANCE: home.name,
    SHOWRUNNER_TEMPORAL_ADDRESS: temporal.address,
    SHOWRUNNER_DATABASE_URL_FILE: urlFile,
    ...(catalog === undefined ? {} : { SHOWRUNNER_CATALOG: catalog }),
    ...(overlay === undefined ? {} : { SHOWRUNNER_IMAGES_OVERLAY: overlay }),
    ...(dockerHost === undefined ? {} : { DOCKER_HOST: dockerHost }),
    ...(gateway === undefined ? {} : { SHOWRUNNER_GATEWAY: gateway }),
  };
}

async function isLive(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/livez`, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}
