import type { BenchContext } from './context.ts';
import { measureStart, memoryResult } from './control-plane/measure-control-plane.ts';
import { measureInstall } from './install/measure-install.ts';
import { beginLife, type Life } from './life/life.ts';
import { measureCrowd } from './life/measure-crowd.ts';
import { measureHang } from './life/measure-hang.ts';
import { measureOperations } from './life/measure-operations.ts';
import { measureRemoval } from './life/measure-removal.ts';
import type { Section } from './report/document.ts';
import type { Result } from './report/result.ts';
import { measureStack } from './stack/measure-stack.ts';
import { uninstallAll } from './stack/run-showrunner.ts';
import { measureThousand } from './thousand/measure-thousand.ts';

export interface Measurement {
  /** Where on the page its results belong. */
  readonly section: Section;
  run(context: BenchContext): Promise<readonly Result[]>;
}

/** In the order in which they are run. */
export const measurementNames = ['install', 'removal', 'hang', 'operations', 'crowd', 'thousand'] as const;
export type MeasurementName = (typeof measurementNames)[number];

export const measurements: Readonly<Record<MeasurementName, Measurement>> = {
  install: { section: 'measured', run: measureInstallation },
  removal: inLife(async (context, life) => [await measureRemoval(context, life)]),
  hang: inLife(async (context, life) => [await measureHang(context, life)]),
  operations: inLife(measureOperations),
  crowd: inLife(async (context, life) => [await measureCrowd(context, life)]),
  thousand: { section: 'thousand', run: measureThousand },
};

const lives = new WeakMap<BenchContext, Promise<Life>>();

/** Whatever of it is measured, they share one life. */
function inLife(run: (context: BenchContext, life: Life) => Promise<readonly Result[]>): Measurement {
  return {
    section: 'life',
    run: async (context) => {
      const life = lives.get(context) ?? beginLife(context);
      lives.set(context, life);
      return run(context, await life);
    },
  };
}

/** Memory is read after each installation of the stack; what follows would add to it. */
async function measureInstallation(context: BenchContext): Promise<readonly Result[]> {
  const stack = await measureStack(context);
  const start = await measureStart(context);
  await uninstallAll(context.instance);
  const install = await measureInstall(context);
  return [stack.result, install, memoryResult(stack.memory), start];
}
