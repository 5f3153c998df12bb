import type { Failure } from './count-tests.ts';
import type { StageResult } from './run-stage.ts';
import type { Stage } from './stages.ts';

/** More than these are no accident: nothing is gained by another look. */
const mostFiles = 3;

/**
 * Runs the files that failed once more, one stage after another with the machine to itself. Who passes then is unsteady rather than
 * broken: it counts as passed, and is told by name with what it had said, so that it gets mended. What fails again has failed.
 */
export async function tryAgain(
  results: readonly StageResult[],
  stages: readonly Stage[],
  run: (stage: Stage) => Promise<StageResult>,
): Promise<readonly StageResult[]> {
  if (filesOf(results.flatMap(({ failures }) => failures)).length > mostFiles) return results;
  const settled: StageResult[] = [];
  for (const result of results) {
    const stage = stages.find(({ name }) => name === result.name);
    const again = stage === undefined ? undefined : onlyFailed(stage, result);
    settled.push(again === undefined ? result : merge(result, await run(again)));
  }
  return settled;
}

/** Nothing where a failure has no file: a check, or a run that was ended. */
function onlyFailed(stage: Stage, { failed, failures }: StageResult): Stage | undefined {
  if (stage.run.kind === 'check' || failed === 0 || failures.length < failed) return undefined;
  const run = { ...stage.run, files: filesOf(failures) };
  return { ...stage, what: 'what had failed, once more and alone', run };
}

function merge(first: StageResult, again: StageResult): StageResult {
  const ms = first.ms + again.ms;
  if (again.failed > 0 || again.passed === 0) return { ...first, ms };
  const { failures: unsteady } = first;
  return { ...first, ms, passed: first.passed + first.failed, failed: 0, failures: [], unsteady };
}

function filesOf(failures: readonly Failure[]): readonly string[] {
  return [...new Set(failures.map(({ file }) => file))];
}
