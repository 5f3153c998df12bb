import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from '../../output/output.ts';
import { span } from '../../output/paint.ts';
import { duration } from '../../output/times.ts';
import { runStage, type StageResult } from './run-stage.ts';
import type { Stage } from './stages.ts';

/** Runs a stage with its output passed on as it comes: for one that runs alone. */
export function runShown(stage: Stage, output: Output, signal: AbortSignal): Promise<StageResult> {
  output.tell(`\n${heading(stage, output)}`);
  // With --json, stdout is the document's.
  return runStage(stage, { stdout: output.json ? 2 : 1, stderr: 2, color: false, signal });
}

/** Runs a stage and shows its output in one piece when it has ended: for one that runs beside others. */
export async function runCollected(stage: Stage, output: Output, signal: AbortSignal): Promise<StageResult> {
  output.tell(output.paint(span(`   ${stage.name} begins`, 'dim')));
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-output-'));
  try {
    await using file = await open(join(folder, 'output'), 'w+');
    const { fd } = file;
    const result = await runStage(stage, { stdout: fd, stderr: fd, color: output.live, signal });
    const took = output.paint(span(`took ${duration(result.ms)}`, 'dim'));
    // In one call, so that another stage that ends now does not write in between.
    output.tell(`\n${heading(stage, output)} ${took}\n${await readEnd(file)}`);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function heading({ name, what }: Stage, { paint }: Output): string {
  return paint(span(`== ${name}: ${what}`, 'bold'));
}

/** Far more than a stage writes; one that has gone mad does not fill the memory. */
const shownBytes = 4_000_000;

/** What failed is told last. */
async function readEnd(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const start = Math.max(0, size - shownBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  return buffer.toString('utf8', 0, bytesRead).trimEnd();
}
