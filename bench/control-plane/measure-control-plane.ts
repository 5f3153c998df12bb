import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext } from '../context.ts';
import type { Result } from '../report/result.ts';
import { type Samples, summarize, summarizeEach } from '../support/samples.ts';
import type { MemoryUse } from './memory.ts';
import { startParts } from './start-parts.ts';

const memoryGoal = 600e6;
const startGoalMilliseconds = 5000;
const fewestStarts = 5;

export function memoryResult(
  seen: readonly MemoryUse[],
  title = 'memory of the control plane, the stack just installed',
  goal = memoryGoal,
  when = 'Five seconds after the installation: connections to PostgreSQL that stay idle are closed after three, each with its backend of some 15 MB.',
): Result {
  const resident = summarize(seen.map(({ residentBytes }) => residentBytes));
  const proportional = summarize(seen.map(({ proportionalBytes }) => proportionalBytes));
  const processes = [...summarizeEach(seen.map(({ byProcess }) => byProcess))];
  const megabytes = ({ p50 }: Samples) => `${(p50 / 1e6).toFixed(0)} MB`;
  return {
    title,
    measured: { name: 'resident', unit: 'MB', samples: resident },
    outcome: {
      text: `${megabytes(resident)} (${megabytes(proportional)} with shared pages counted once)`,
      goal: `≤ ${(goal / 1e6).toFixed(0)} MB`,
      met: resident.p50 <= goal,
    },
    parts: [
      { name: 'proportional: shared pages counted once', unit: 'MB', samples: proportional },
      ...processes.map(([name, samples]) => ({ name: `resident: ${name}`, unit: 'MB' as const, samples })),
    ],
    notes: [
      'Resident sizes are summed over processes, and a page that several share counts once for each: PostgreSQL’s program and shared buffers once for every backend, Node’s program once for every Node process. The proportional sum divides each page among those who share it, other instances on the machine included: it is what the control plane takes.',
      when,
    ],
  };
}

/** `showrunner up` on a home that was stopped, services running, everything read before. */
export async function measureStart({ instance, runs, say }: BenchContext): Promise<Result> {
  const log = join(instance.home.paths.logs, 'supervisor.log');
  const times: number[] = [];
  const parts: Readonly<Record<string, number>>[] = [];
  for (let run = 1; run <= Math.max(runs, fewestStarts); run += 1) {
    await instance.run('down');
    const began = { at: Date.now(), mark: performance.now() };
    await instance.run('up');
    times.push(performance.now() - began.mark);
    parts.push(startParts(await readFile(log, 'utf8'), began.at));
    say(`start: run ${run}: ${((times.at(-1) ?? 0) / 1000).toFixed(1)} s`);
  }
  const samples = summarize(times);
  return {
    title: 'start of the control plane, disk warm',
    measured: { name: '`showrunner up`', unit: 's', samples },
    outcome: {
      text: `${(samples.p50 / 1000).toFixed(1)} s`,
      goal: '≤ 5 s',
      met: samples.p50 <= startGoalMilliseconds,
    },
    parts: [...summarizeEach(parts)].map(([name, one]) => ({ name, unit: 's' as const, samples: one })),
    notes: [
      'Each process from its own start to its readiness. All are started at once: `setup` loads while Temporal and PostgreSQL start, API and workers load meanwhile too and begin their work after it. The whole is the command line as a person waits for it.',
    ],
  };
}
