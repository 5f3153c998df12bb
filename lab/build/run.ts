import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { DomainError } from '#domain/errors.ts';

export interface RunOptions {
  readonly cwd?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const execFileAsync = promisify(execFile);

/** Runs a program without a shell and gives its standard output. Its last words become the error's detail. */
export async function run(file: string, args: readonly string[], options: RunOptions): Promise<string> {
  try {
    const { stdout } = await execFileAsync(file, args, {
      maxBuffer: 64 * 1024 * 1024,
      timeout: options.timeoutMs,
      env: plainEnvironment(),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    return stdout;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw asDomainError(file, args, error);
  }
}

/** What a program that failed in `run` ended with; nothing when it never started or was killed. */
export function exitCodeOf(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'number' ? cause.code : undefined;
}

/** Runs two programs, the first one's output into the second one's input. Both must succeed. */
export async function runPiped(
  from: readonly [string, ...string[]],
  into: readonly [string, ...string[]],
  options: RunOptions,
): Promise<void> {
  const signals = [
    AbortSignal.timeout(options.timeoutMs),
    ...(options.signal === undefined ? [] : [options.signal]),
  ];
  const signal = AbortSignal.any(signals);
  const source = spawn(from[0], from.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], signal });
  const sink = spawn(into[0], into.slice(1), { stdio: [source.stdout, 'ignore', 'inherit'], signal });
  await Promise.all([exitOf(source, from[0]), exitOf(sink, into[0])]);
}

async function exitOf(child: ReturnType<typeof spawn>, name: string): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new DomainError('precondition-failed', `${name} ended with ${String(code)}`);
}

/** Programs answer in English, whatever the user's locale, and never ask. */
function plainEnvironment(): Record<string, string> {
  return { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' };
}

function asDomainError(file: string, args: readonly string[], error: unknown): DomainError {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    const detail = `${file} is not on this machine; the lab is built from Debian's packages and needs it`;
    return new DomainError('precondition-failed', detail, { cause: error });
  }
  const words = error instanceof Error && 'stderr' in error ? lastLines(String(error.stderr)) : '';
  const detail = `${[file, ...args.slice(0, 3)].join(' ')} failed: ${words}`;
  return new DomainError('precondition-failed', detail, { cause: error });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join(' · ');
}
