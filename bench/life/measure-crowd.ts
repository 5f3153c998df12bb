import type { BenchContext } from '../context.ts';
import { memoryResult } from '../control-plane/measure-control-plane.ts';
import { readMemory } from '../control-plane/memory.ts';
import type { Result } from '../report/result.ts';
import { many } from './fixtures.ts';
import { ensureInstalled, type Life } from './life.ts';

const goalBytes = 640e6;
/** What only the installations needed is given back by then. */
const settleMilliseconds = 40_000;

/** What the control plane takes with as many services as a large household has. */
export async function measureCrowd({ instance, say }: BenchContext, life: Life): Promise<Result> {
  await ensureInstalled(
    life,
    many.map(({ name }) => name),
  );
  say(`crowd: ${many.length} services are installed`);
  const title = `memory of the control plane, ${many.length} services`;
  const when = `${settleMilliseconds / 1000} s after the last installation.`;
  return memoryResult([await readMemory(instance, settleMilliseconds)], title, goalBytes, when);
}
