import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { command, flag, whole } from '../command.ts';
import type { CliContext } from '../context.ts';
import { requireEngine } from '../control-plane/engine.ts';
import { type Span, type Style, span } from '../output/paint.ts';
import { type Column, table } from '../output/table.ts';
import { duration } from '../output/times.ts';
import type { Failure } from './test/count-tests.ts';
import { runInLanes } from './test/lanes.ts';
import type { StageResult } from './test/run-stage.ts';
import { runCollected, runShown } from './test/show-stage.ts';
import { type Stage, stages } from './test/stages.ts';
import { tryAgain } from './test/try-again.ts';

const input = z.object({ only: z.string().optional(), list: flag, lanes: whole(1, 8).optional() });

/** Runs every check and test, all of them even after a failure; the last line counts them. */
export const run = command(input, async (context, { only, list, lanes = usualLanes() }) => {
  const chosen = chooseStages(only);
  if (list) return listStages(context, chosen);
  const { output, interrupts } = context;
  if (chosen.some(({ needsEngine }) => needsEngine)) await requireEngine(context, true);
  const show = Math.min(lanes, chosen.length) === 1 ? runShown : runCollected;
  const results = await interrupts.during(async (signal) => {
    const first = await runInLanes(chosen, lanes, (stage) => show(stage, output, signal), signal);
    return signal.aborted ? first : tryAgain(first, chosen, (stage) => runShown(stage, output, signal));
  });
  const passed = sum(results, 'passed');
  const failed = sum(results, 'failed');
  output.document({ passed, failed, skipped: sum(results, 'skipped'), stages: results });
  output.tell(`\n${table(results, columns, { paint: output.paint })}\n`);
  for (const line of toLines(results)) output.tell(output.paint(line));
  output.tell(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 'ok' : 'failed';
});

/** One core has no time to spare while a stage waits. */
function usualLanes(): number {
  return availableParallelism() === 1 ? 1 : 2;
}

function chooseStages(only: string | undefined): readonly Stage[] {
  if (only === undefined) return stages;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length === 0) return stages.filter(({ name }) => names.includes(name));
  const reason = `must be some of ${stages.map(({ name }) => name).join(', ')}`;
  throw new DomainError('invalid-input', `--only ${reason}.`, { faults: [{ field: '--only', reason }] });
}

function listStages({ output }: CliContext, chosen: readonly Stage[]): 'ok' {
  output.document({ stages: chosen.map(({ name, what }) => ({ name, what })) });
  for (const { name, what } of chosen) output.print(`${name.padEnd(12)} ${what}`);
  return 'ok';
}

/** What failed, at the end: there it is seen, also where a log keeps no more than its end. */
function toLines(results: readonly StageResult[]): readonly Span[] {
  return results.flatMap(({ unsteady = [], failures }) => [
    ...listed('unsteady', 'yellow', unsteady),
    ...listed('failed', 'red', failures),
  ]);
}

function listed(word: string, style: Style, failures: readonly Failure[]): readonly Span[] {
  return failures.map(({ file, test, why }) =>
    span(`${word}: ${file}${test === undefined ? '' : ` > ${test}`}\n  ${why}`, style),
  );
}

function sum(results: readonly StageResult[], count: 'passed' | 'failed' | 'skipped'): number {
  return results.reduce((total, result) => total + result[count], 0);
}

const columns: readonly Column<StageResult>[] = [
  { title: 'stage', cell: ({ name }) => span(name, 'bold') },
  { title: 'passed', cell: ({ passed }) => span(String(passed), 'green'), align: 'right' },
  {
    title: 'failed',
    cell: ({ failed }) => span(String(failed), failed === 0 ? 'dim' : 'red'),
    align: 'right',
  },
  { title: 'skipped', cell: ({ skipped }) => (skipped === 0 ? '' : String(skipped)), align: 'right' },
  { title: 'took', cell: ({ ms }) => duration(ms), align: 'right' },
];
