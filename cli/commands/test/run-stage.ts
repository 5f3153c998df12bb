import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileIfPresent } from '#platform/files.ts';
import { type Counts, countTests } from './count-tests.ts';
import { repository, type Stage } from './stages.ts';

export interface StageResult extends Counts {
  readonly name: string;
  readonly ms: number;
}

/** Runs a stage with its output passed on. `toStderr` keeps stdout free for a document. */
export async function runStage(stage: Stage, toStderr: boolean, signal: AbortSignal): Promise<StageResult> {
  const began = performance.now();
  const counts = await counted(stage, toStderr, signal);
  return { name: stage.name, ...counts, ms: performance.now() - began };
}

async function counted(stage: Stage, toStderr: boolean, signal: AbortSignal): Promise<Counts> {
  const { run } = stage;
  if (run.kind === 'check') {
    const passed = (await runNode([run.file, ...run.args], stage, toStderr, signal)) === 0;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
  }
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-results-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', run.project, '--passWithNoTests'];
    const code = await runNode([...args, ...reporters], stage, toStderr, signal);
    return countTests(await readFileIfPresent(report), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The exit code; nothing when the stage had to be ended. */
async function runNode(
  args: readonly string[],
  { limitMinutes }: Stage,
  toStderr: boolean,
  signal: AbortSignal,
): Promise<number | undefined> {
  const late = AbortSignal.timeout(limitMinutes * 60_000);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: repository,
    stdio: ['ignore', toStderr ? process.stderr : 'inherit', 'inherit'],
  });
  const end = () => child.kill('SIGTERM');
  const either = AbortSignal.any([late, signal]);
  either.addEventListener('abort', end, { once: true });
  try {
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : undefined;
  } finally {
    either.removeEventListener('abort', end);
  }
}
