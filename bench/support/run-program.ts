import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface ProgramRun {
  readonly command: readonly [string, ...string[]];
  readonly variables: Readonly<Record<string, string>>;
  readonly limitMilliseconds: number;
}

/** Its output; fails when it ends with another code than 0. */
export async function runProgram({ command, variables, limitMilliseconds }: ProgramRun): Promise<string> {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    env: variables,
    timeout: limitMilliseconds,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal is for the benchmark, which then ends what it started.
    detached: true,
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code === 0) return stdout;
  throw new Error(`${command.join(' ')} ended with ${String(code)}:\n${stdout}\n${stderr}`);
}
