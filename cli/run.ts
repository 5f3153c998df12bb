import { CommanderError } from 'commander';
import type { Given } from './command.ts';
import type { GlobalFlags } from './context.ts';
import type { Declaration } from './declaration.ts';
import { type Exit, exitCodes } from './exit-codes.ts';
import { createInterrupts, Interrupted } from './interrupts.ts';
import { createProgram } from './program.ts';

/** Runs the command that the arguments name; the process's exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  endWithReader();
  const interrupts = createInterrupts(() => process.exit(exitCodes.interrupted.code));
  process.on('SIGINT', interrupts.interrupt);
  let exit: Exit = 'ok';
  let flags: GlobalFlags = { json: argv.includes('--json'), instance: undefined, color: true, yes: false };
  const call = async (declaration: Declaration, given: Given, globals: Given) => {
    flags = readGlobals(globals);
    const [{ run }, { createContext }] = await Promise.all([declaration.load(), import('./context.ts')]);
    exit = await run(createContext(flags, interrupts), given);
  };
  try {
    await createProgram(call).parseAsync(argv);
  } catch (error) {
    exit = await concludeFailure(error, flags);
  } finally {
    process.off('SIGINT', interrupts.interrupt);
  }
  return exitCodes[exit].code;
}

async function concludeFailure(error: unknown, flags: GlobalFlags): Promise<Exit> {
  if (error instanceof Interrupted) return 'interrupted';
  if (error instanceof CommanderError && error.exitCode === 0) return 'ok';
  // Called without a command: the help was shown.
  if (error instanceof CommanderError && error.code === 'commander.help') return 'usage';
  const { reportFailure } = await import('./report-failure.ts');
  return reportFailure(error, flags);
}

function readGlobals({ json, instance, color, yes }: Given): GlobalFlags {
  return {
    json: json === true,
    instance: typeof instance === 'string' ? instance : undefined,
    color: color !== false,
    yes: yes === true,
  };
}

/** `showrunner ps | head`: who reads us has enough, and that is no failure. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
