import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variablesForChildren } from '#platform/environment.ts';
import { readFileIfPresent } from '#platform/files.ts';
import { type Counts, countTests, type Failure } from './count-tests.ts';
import { repository, type Stage } from './stages.ts';

export interface StageResult extends Counts {
  readonly name: string;
  readonly ms: number;
  /** What failed first, and passed when it was run again. */
  readonly unsteady?: readonly Failure[];
}

export interface StageRunOptions {
  /** Where its output goes: a stream's or a file's descriptor. */
  readonly stdout: number;
  readonly stderr: number;
  /** Whether it writes in colours though it does not write to a terminal. */
  readonly color: boolean;
  readonly signal: AbortSignal;
}

/** Runs a stage; it has ended when this returns, also when it was interrupted or took too long. */
export async function runStage(stage: Stage, options: StageRunOptions): Promise<StageResult> {
  const began = performance.now();
  const counts = await counted(stage, options);
  return { name: stage.name, ...counts, ms: performance.now() - began };
}

const vitest = 'node_modules/vitest/vitest.mjs';

async function counted(stage: Stage, options: StageRunOptions): Promise<Counts> {
  const { run } = stage;
  if (run.kind === 'check') {
    const passed = (await runNode([run.file, ...run.args], stage, options)) === 0;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0, failures: [] };
  }
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-results-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const projects = run.projects.map((project) => `--project=${project}`);
    const files = run.files ?? [];
    const args = [vitest, 'run', ...projects, '--passWithNoTests', ...reporters, ...files];
    const code = await runNode(args, stage, options);
    return countTests(await readFileIfPresent(report), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Time for vitest to end its workers, and for these to end what they started. */
const graceMilliseconds = 20_000;

/** The exit code; nothing when the stage had to be ended. */
async function runNode(
  args: readonly string[],
  { limitMinutes }: Stage,
  { stdout, stderr, color, signal }: StageRunOptions,
): Promise<number | undefined> {
  const late = AbortSignal.timeout(limitMinutes * 60_000);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: repository,
    ...(color ? { env: { ...variablesForChildren(), FORCE_COLOR: '1' } } : {}),
    stdio: ['ignore', stdout, stderr],
  });
  let force: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    force = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
  };
  const either = AbortSignal.any([late, signal]);
  if (either.aborted) end();
  else either.addEventListener('abort', end, { once: true });
  try {
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : undefined;
  } finally {
    either.removeEventListener('abort', end);
    clearTimeout(force);
  }
}
