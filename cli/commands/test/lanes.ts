import type { Load, Stage } from './stages.ts';

/**
 * Runs each stage once, so many at a time; the results are in the order of the stages. Every second lane begins with what
 * waits, the others with what computes, and a lane with nothing of its own left takes what there is. Nothing is begun once
 * the signal is aborted; what runs is waited for, also when another lane fails.
 */
export async function runInLanes<Result>(
  stages: readonly Stage[],
  lanes: number,
  run: (stage: Stage) => Promise<Result>,
  signal: AbortSignal,
): Promise<readonly Result[]> {
  const left = [...stages];
  const results = new Map<Stage, Result>();
  const work = async (preferred: Load | undefined): Promise<void> => {
    while (!signal.aborted) {
      const stage = take(left, preferred);
      if (stage === undefined) return;
      results.set(stage, await run(stage));
    }
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: lanes }, (_, lane) => work(lanes === 1 ? undefined : loads[lane % loads.length])),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return stages.flatMap((stage) => results.get(stage) ?? []);
}

const loads: readonly Load[] = ['computes', 'waits'];

function take(left: Stage[], preferred: Load | undefined): Stage | undefined {
  const own = left.findIndex(({ load }) => load === preferred);
  return left.splice(Math.max(own, 0), 1)[0];
}
