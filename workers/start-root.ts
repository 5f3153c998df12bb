import { isDomainError } from '#domain/errors.ts';
import { type Configuration, readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { type Home, homeFolder, openHome } from '#platform/home.ts';
import { createLogger, type Logger } from '#platform/logger.ts';
import { untilGateOpens } from '#platform/start-gate.ts';

export interface Root {
  readonly home: Home;
  readonly configuration: Configuration;
  readonly logger: Logger;
}

/** What every root process of the control plane does first. */
export async function openRoot(name: string): Promise<Root> {
  const environment = readEnvironment();
  const home = await openHome(homeFolder(environment), { name: environment.instance });
  await untilGateOpens(environment.startGate);
  const configuration = readConfiguration(environment, home);
  return { home, configuration, logger: createLogger({ name, level: configuration.logLevel }) };
}

/** Runs a root of the control plane to its end. */
export async function runRoot(name: string, run: (root: Root) => Promise<void>): Promise<void> {
  const root = await openRoot(name);
  await orEnd(name, root.logger, () => run(root));
}

/**
 * A failure is one log line and exit code 1: whoever keeps the process starts it again. It ends at once, for what was opened before
 * the failure (a connection, the sweeper's timer) would keep it alive without any worker.
 */
export async function orEnd(name: string, logger: Logger, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const known = isDomainError(error) ? { code: error.code } : {};
    logger.fatal(
      { err: error, ...known },
      `${name} ended: ${error instanceof Error ? error.message : 'unknown'}`,
    );
    process.exit(1);
  }
}
