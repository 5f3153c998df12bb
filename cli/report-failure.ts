import { CommanderError } from 'commander';
import { isDomainError } from '#domain/errors.ts';
import { type Environment, readEnvironment } from '#platform/environment.ts';
import type { GlobalFlags } from './context.ts';
import type { Exit } from './exit-codes.ts';
import { CommandFailure, failureOf } from './failure.ts';
import { createOutput } from './output/output.ts';
import { printFailure } from './print-failure.ts';

/** Prints a failure, and says how the process ends. Stack traces are for those who ask for `SHOWRUNNER_LOG_LEVEL=debug`. */
export function reportFailure(error: unknown, flags: GlobalFlags): Exit {
  const environment = environmentIfValid();
  const color = flags.color ? environment?.output.color : false;
  const output = createOutput({ json: flags.json, color });
  const failure = failureOf(error instanceof CommanderError ? usageFailure(error) : error);
  printFailure(failure, output, flags.instance ?? environment?.instance ?? 'default');
  if (isDebugging(environment) && error instanceof Error) output.warn(error.stack ?? error.message);
  return failure.exit;
}

/** An environment that is not valid may be the very failure; it is reported without what it says about reports. */
function environmentIfValid(): Environment | undefined {
  try {
    return readEnvironment();
  } catch (error) {
    if (isDomainError(error)) return undefined;
    throw error;
  }
}

function isDebugging(environment: Environment | undefined): boolean {
  return environment?.logLevel === 'debug' || environment?.logLevel === 'trace';
}

function usageFailure({ message, code }: CommanderError): CommandFailure {
  const text = message.replace(/^error: /, '');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  const unknown = code === 'commander.unknownCommand';
  const remedy = unknown ? 'See `showrunner --help`.' : 'See `showrunner <command> --help`.';
  return new CommandFailure('usage', 'invalid-input', sentence, remedy);
}
