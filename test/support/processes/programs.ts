import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from '#test/support/docker/wait-for.ts';

/** Has ended, by itself or by a signal. */
export function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Ends a program, and waits until it has ended: one that does not heed the signal in time is killed. */
export async function end(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGKILL',
  graceSeconds = 10,
): Promise<void> {
  if (isOver(child)) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
  await ended;
  clearTimeout(late);
}

export interface Readiness {
  /** Its name, for the error. */
  readonly what: string;
  readonly isReady: () => Promise<boolean>;
  /** What it has said, for the error. */
  readonly said?: () => string | Promise<string>;
  readonly seconds?: number;
}

/** Waits until a program that was just started does its work. One that never does is ended. */
export async function untilReady(child: ChildProcess, readiness: Readiness): Promise<void> {
  const { what, isReady, said = () => '', seconds = 60 } = readiness;
  try {
    await waitFor(`${what} is ready`, async () => isOver(child) || (await isReady()), seconds);
    if (isOver(child)) throw new Error(`${what} has ended.`);
  } catch (error) {
    await end(child);
    throw new Error(`${what} did not come up:\n${await said()}`, { cause: error });
  }
}

/** Whether there is a good answer at the address. */
export function answersAt(url: string): () => Promise<boolean> {
  return () =>
    fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
}

/** The last of what a program writes to its errors. */
export function lastWords(child: ChildProcess): () => string {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString('utf8')}`.slice(-2000);
  });
  return () => said;
}
