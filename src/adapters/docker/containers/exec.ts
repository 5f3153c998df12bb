import { setTimeout as pause } from 'node:timers/promises';
import { created, execAnswer } from '#adapters/docker/connection/answers.ts';
import { isRefusal } from '#adapters/docker/connection/engine-errors.ts';
import type { DockerContext } from '#adapters/docker/context.ts';
import { framedMessages } from '#adapters/docker/streams/log-lines.ts';
import { DomainError } from '#domain/errors.ts';
import { ownContainer } from './containers.ts';
import { runs } from './namespace.ts';

const largestOutput = 64 * 1024;

export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Output beyond 64 KiB is read and dropped, so that the command can end. The engine has no way to end a command: one that
 * passes its time is left to itself, and the call ends as `app-unreachable`.
 */
export async function runInside(
  context: DockerContext,
  name: string,
  command: readonly string[],
  timeoutSeconds: number,
): Promise<ExecResult> {
  const found = await ownContainer(context, name);
  if (!runs(found)) throw notRunning(name);
  const late = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  try {
    const id = await createExec(context, found.Id, command);
    const output = await collect(context, id, late);
    return typeof output === 'string' ? { exitCode: await exitCode(context, id, late), output } : output;
  } catch (error) {
    if (late.aborted) throw tooLong(name, timeoutSeconds, error);
    if (isRefusal(error, 409)) throw notRunning(name);
    throw error;
  }
}

async function createExec(
  context: DockerContext,
  container: string,
  command: readonly string[],
): Promise<string> {
  const { Id: id } = await context.engine.ask(created, {
    method: 'POST',
    path: `/containers/${container}/exec`,
    body: { AttachStdout: true, AttachStderr: true, Cmd: command },
    deadline: context.engine.deadlines.change,
  });
  return id;
}

/** A result when the engine refuses to run the command: a missing one is an answer like a shell's 127. */
async function collect(
  context: DockerContext,
  id: string,
  signal: AbortSignal,
): Promise<string | ExecResult> {
  const chunks = context.engine.stream(
    { method: 'POST', path: `/exec/${id}/start`, body: { Detach: false, Tty: false } },
    signal,
  );
  const kept: Buffer[] = [];
  let size = 0;
  try {
    for await (const { bytes } of framedMessages(chunks)) {
      if (size < largestOutput) kept.push(bytes.subarray(0, largestOutput - size));
      size += bytes.length;
    }
  } catch (error) {
    if (isRefusal(error, 400, 500)) return { exitCode: refusalCode(error.message), output: error.message };
    throw error;
  }
  return Buffer.concat(kept).toString('utf8');
}

function refusalCode(reason: string): number {
  return /not found|no such file/i.test(reason) ? 127 : 126;
}

/** The output may end a moment before the engine knows of the command's end; `exec_die` would say so to a subscriber only. */
async function exitCode(context: DockerContext, id: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    const path = `/exec/${id}/json`;
    const { ExitCode: code, Running: running } = await context.engine.ask(execAnswer, {
      method: 'GET',
      path,
    });
    if (code !== null && !running) return code;
    await pause(20, undefined, { signal });
  }
}

function tooLong(name: string, timeoutSeconds: number, cause: unknown): DomainError {
  return new DomainError(
    'app-unreachable',
    `A command in "${name}" did not end within ${timeoutSeconds} s.`,
    {
      cause,
    },
  );
}

function notRunning(name: string): DomainError {
  return new DomainError('container-exited', `"${name}" does not run, so no command can run in it.`);
}
