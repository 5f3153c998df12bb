import type { Environment } from '#platform/environment.ts';
import { readEnvironment } from '#platform/environment.ts';
import { chooseInstance } from './instance.ts';
import type { Interrupts } from './interrupts.ts';
import { createOutput, type Output } from './output/output.ts';
import { createPrompts, type Prompts } from './settings/prompts.ts';

/** What every command is given. */
export interface CliContext {
  /** Of the chosen instance. */
  readonly environment: Environment;
  readonly output: Output;
  readonly interrupts: Interrupts;
  /** The person agreed to everything beforehand. */
  readonly yes: boolean;
  /** Someone is there to be asked. */
  readonly interactive: boolean;
  readonly prompts: Prompts;
}

/** Flags that every command takes. */
export interface GlobalFlags {
  readonly json: boolean;
  readonly instance: string | undefined;
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly yes: boolean;
}

export function createContext(flags: GlobalFlags, interrupts: Interrupts): CliContext {
  const environment = chooseInstance(readEnvironment(), flags.instance);
  const color = flags.color ? environment.output.color : false;
  const interactive = !flags.json && process.stdin.isTTY === true && process.stdout.isTTY === true;
  return {
    environment,
    output: createOutput({ json: flags.json, color }),
    interrupts,
    yes: flags.yes,
    interactive,
    prompts: createPrompts(),
  };
}
