import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { BenchContext } from '../context.ts';
import { type MemoryUse, readMemory } from '../control-plane/memory.ts';
import type { Result } from '../report/result.ts';
import { loadAverage } from '../support/machine.ts';
import { type Samples, summarize, summarizeEach } from '../support/samples.ts';
import { createProject } from './compose-project.ts';
import { prepareStack, stackServices } from './prepare-stack.ts';
import { type ShowrunnerRun, uninstallAll, upWithShowrunner } from './run-showrunner.ts';

export interface StackMeasurement {
  readonly result: Result;
  /** Of the control plane, after each installation. */
  readonly memory: readonly MemoryUse[];
  readonly settingsFile: string;
}

/** The same stack by Showrunner and by Compose in turns, each from nothing but pulled images. It is up in the end. */
export async function measureStack(context: BenchContext): Promise<StackMeasurement> {
  const { instance, cleanup, compose, runs, say } = context;
  const { settingsFile, composeStackOf } = await prepareStack(instance);
  say('stack: first installation, which pulls the images and is not counted');
  await upWithShowrunner(instance, stackServices, settingsFile);
  const folder = join(instance.folders.config, '..', 'compose');
  const stack = await composeStackOf(`bench-${randomBytes(3).toString('hex')}`, folder);
  const project = createProject({ program: compose, environment: instance.environment, stack, folder });
  await project.prepare();
  cleanup.later(() => project.down());
  const own: ShowrunnerRun[] = [];
  const others: number[] = [];
  const memory: MemoryUse[] = [];
  for (let run = 1; run <= runs; run += 1) {
    await uninstallAll(instance);
    await project.prepare();
    const began = performance.now();
    await project.up();
    others.push(performance.now() - began);
    await project.down();
    own.push(await upWithShowrunner(instance, stackServices, settingsFile));
    memory.push(await readMemory(instance));
    say(runLine(run, own.at(-1)?.milliseconds ?? 0, others.at(-1) ?? 0));
  }
  return { result: toResult(own, summarize(others), compose.version), memory, settingsFile };
}

function runLine(run: number, own: number, other: number): string {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  return `stack: run ${run}: Showrunner ${seconds(own)}, Compose ${seconds(other)}, load ${loadAverage().toFixed(1)}`;
}

function toResult(own: readonly ShowrunnerRun[], compose: Samples, version: string): Result {
  const whole = summarize(own.map(({ milliseconds }) => milliseconds));
  const withoutLinks = summarize(own.map((run) => run.withoutLinks));
  const parts = [...summarizeEach(own.map((run) => run.parts))].map(([name, samples]) => ({
    name: `critical path: ${name}`,
    unit: 's' as const,
    samples,
  }));
  const ratio = whole.p50 / compose.p50;
  const bare = withoutLinks.p50 / compose.p50;
  return {
    title: 'eight services, images pulled',
    measured: { name: '`showrunner up`', unit: 's', samples: whole },
    against: { name: '`compose up --wait`', unit: 's', samples: compose },
    outcome: {
      text: `${ratio.toFixed(2)}× (${bare.toFixed(2)}× without links)`,
      goal: '≤ 1.0×',
      met: ratio <= 1,
    },
    parts: [{ name: 'the same without making links', unit: 's', samples: withoutLinks }, ...parts],
    notes: [
      `Compose ${version} makes no links, so the applications it leaves do not know each other. Showrunner's time without them is what its own steps would have taken had links taken no time.`,
      'Compose runs the very containers of the plans: images, environment, mounts, networks, namespace, order. Its folders and files are made before its clock starts; Showrunner makes them within its time.',
      'Health in the Compose file: the same probe every second, which is asked for the first time one second after the start. Showrunner asks at once and then at growing intervals.',
    ],
  };
}
