import { availableParallelism, totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { currentCredentials, greet, isDue } from '#assembly/host-certificate.ts';
import { createJoinedHostPorts } from '#assembly/joined-host.ts';
import { gatewayName } from '#contracts/gateway.ts';
import { DomainError, isDomainError } from '#domain/errors.ts';
import { type Environment, readEnvironment } from '#platform/environment.ts';
import { type Home, homeFolder, openHome } from '#platform/home.ts';
import { tellEntry } from '#platform/host-entry.ts';
import { type JoinedCredentials, type JoinedHost, readJoinedHost } from '#platform/joined-host.ts';
import { createLogger, type Logger } from '#platform/logger.ts';
import { announceReady } from '#platform/ready.ts';
import { connectToTemporal } from './connect.ts';
import { createWorkersOf, currentTask } from './host-group.ts';
import { installRuntimeWithMetrics } from './metrics-port.ts';
import { runWorkers } from './run-workers.ts';
import { orEnd } from './start-root.ts';

const name = 'host';
const outagePauseMs = 2000;
/** A host that was removed may be invited again under its name only by joining anew: asking is nearly in vain. */
const refusedPauseMs = 60_000;
const renewalLookMs = 24 * 60 * 60 * 1000;

/** The host worker of a machine that has joined another's control plane: it dials out to the gateway and listens to nobody. */
const environment = readEnvironment();
const home = await openHome(homeFolder(environment), { name: environment.instance });
const logger = createLogger({ name, level: environment.logLevel });
await orEnd(name, logger, () => run(environment, home, logger));

async function run({ docker, metrics }: Environment, { paths }: Home, logger: Logger): Promise<void> {
  const joined = await requireJoined(paths);
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  // It does its work from here on: a control plane that is away is waited for.
  await announceReady(paths, name);
  const temporalMetrics = await installRuntimeWithMetrics(logger);
  const entered = await untilLetIn(paths, joined, logger, ending.signal);
  if (entered === undefined) return;
  const { credentials, connection } = entered;
  const dockerHost = docker.host === undefined ? {} : { dockerHost: docker.host };
  const ports = createJoinedHostPorts({ joined, credentials, docker: dockerHost, task: currentTask });
  const group = await createWorkersOf({ ports, connection, namespace: joined.namespace, logger });
  // With another certificate comes another connection: the process ends in order, and its keeper starts it again.
  const renewal = setInterval(() => {
    if (isDue(credentials.certificate)) process.kill(process.pid, 'SIGTERM');
  }, renewalLookMs);
  const { host = '127.0.0.1', port = 0 } = metrics;
  try {
    await runWorkers(name, [group], { home: paths, metrics: { host, port } }, logger, temporalMetrics);
  } finally {
    clearInterval(renewal);
  }
}

interface Entered {
  readonly credentials: JoinedCredentials;
  readonly connection: NativeConnection;
}

/** The connection to Temporal, once the gateway lets this host in; nothing when the process is to end before. */
async function untilLetIn(
  paths: Home['paths'],
  joined: JoinedHost,
  logger: Logger,
  signal: AbortSignal,
): Promise<Entered | undefined> {
  let told: string | undefined;
  while (!signal.aborted) {
    try {
      const credentials = await currentCredentials(paths, joined);
      await greet(joined, credentials, { memoryBytes: totalmem(), processors: availableParallelism() });
      const connection = await connectToTemporal(joined.gateway, tlsOf(credentials));
      await tellEntry(paths, 'entered', '');
      return { credentials, connection };
    } catch (error) {
      const { pause, outcome, reason } = afterFailure(error, logger);
      // An outage can last for hours, at a try every two seconds.
      if (told !== reason) await tellEntry(paths, outcome, reason);
      told = reason;
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

/** What is told of a failure, and how long it is waited then. */
function afterFailure(error: unknown, logger: Logger) {
  if (!isDomainError(error) || (error.kind !== 'outage' && error.code !== 'unauthenticated')) throw error;
  if (error.kind === 'outage') {
    logger.warn({ code: error.code }, `waiting: ${error.message}`);
    return { pause: outagePauseMs, outcome: 'waiting', reason: error.message } as const;
  }
  const cause = 'expired' in error.data ? 'It is to join anew.' : 'It was removed, or joined anew.';
  const reason = `${error.message} ${cause}`;
  logger.error({ code: error.code }, `${reason} See showrunner host status.`);
  return { pause: refusedPauseMs, outcome: 'refused', reason } as const;
}

function tlsOf({ key, certificate, authority }: JoinedCredentials) {
  return {
    serverNameOverride: gatewayName,
    serverRootCACertificate: Buffer.from(authority),
    clientCertPair: { crt: Buffer.from(certificate), key: Buffer.from(key) },
  };
}

async function requireJoined(paths: Home['paths']): Promise<JoinedHost> {
  const joined = await readJoinedHost(paths);
  if (joined !== undefined) return joined;
  throw new DomainError('precondition-failed', `${paths.root} has joined no control plane.`);
}
