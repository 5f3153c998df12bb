import { expect, test } from 'vitest';
import type { StageResult } from '#cli/commands/test/run-stage.ts';
import type { Stage } from '#cli/commands/test/stages.ts';
import { tryAgain } from '#cli/commands/test/try-again.ts';

const stage: Stage = {
  name: 'workflow',
  what: 'workflows',
  load: 'computes',
  needsEngine: false,
  limitMinutes: 1,
  run: { kind: 'vitest', projects: ['workflow'] },
};
const failure = (file: string) => ({ file, test: 'it holds', why: 'Error: not now' });

function failedIn(...files: readonly string[]): StageResult {
  const failures = files.map(failure);
  return { name: 'workflow', ms: 10, passed: 5, failed: files.length, skipped: 0, failures };
}
const well: StageResult = { name: 'workflow', ms: 2, passed: 3, failed: 0, skipped: 0, failures: [] };

/** Answers each run with the next result, and keeps what was asked for. */
function answering(...answers: readonly StageResult[]) {
  const asked: (readonly string[])[] = [];
  const run = async ({ run }: Stage) => {
    asked.push(run.kind === 'vitest' ? (run.files ?? []) : []);
    return answers[asked.length - 1] ?? Promise.reject(new Error('Run once more than planned.'));
  };
  return { asked, run };
}

test('a stage that went well is not run again', async () => {
  const { run } = answering();
  expect(await tryAgain([well], [stage], run)).toEqual([well]);
});

test('what fails and then passes alone counts as passed, and is told as unsteady', async () => {
  const { asked, run } = answering(well);
  const [result] = await tryAgain([failedIn('a.test.ts', 'a.test.ts', 'b.test.ts')], [stage], run);
  expect(asked).toEqual([['a.test.ts', 'b.test.ts']]);
  expect(result).toMatchObject({ passed: 8, failed: 0, failures: [], ms: 12 });
  expect(result?.unsteady).toEqual([failure('a.test.ts'), failure('a.test.ts'), failure('b.test.ts')]);
});

test('what fails twice has failed', async () => {
  const { run } = answering(failedIn('a.test.ts'));
  const [result] = await tryAgain([failedIn('a.test.ts')], [stage], run);
  expect(result).toMatchObject({ failed: 1, failures: [failure('a.test.ts')] });
});

test('a second run without a single test proves nothing', async () => {
  const { run } = answering({ ...well, passed: 0 });
  const [result] = await tryAgain([failedIn('a.test.ts')], [stage], run);
  expect(result).toMatchObject({ failed: 1 });
});

test.each([
  ['more than three files are no accident', [failedIn('a', 'b'), { ...failedIn('c', 'd'), name: 'chaos' }]],
  ['a run that was ended names nobody', [{ ...failedIn(), failed: 1 }]],
  ['an error outside of all tests has no file', [{ ...failedIn('a'), failed: 2 }]],
])('%s: nothing is run again', async (_what, results) => {
  const { run } = answering();
  expect(await tryAgain(results, [stage, { ...stage, name: 'chaos' }], run)).toEqual(results);
});

test('a check is not run again: it says the same twice', async () => {
  const check = { ...stage, run: { kind: 'check', file: 'tsc', args: [] } } as const;
  const { run } = answering();
  expect(await tryAgain([failedIn('a')], [check], run)).toEqual([failedIn('a')]);
});
