import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { BenchInstance } from '../support/instance.ts';

const statusSchema = z.object({
  processes: z.array(z.object({ name: z.string(), memoryBytes: z.number() })),
  memory: z.object({ residentBytes: z.number(), proportionalBytes: z.number().optional() }),
});

export interface MemoryUse {
  readonly residentBytes: number;
  readonly proportionalBytes: number;
  readonly byProcess: Readonly<Record<string, number>>;
}

/** What a program needs only for its last work is given back within seconds. */
const settleMilliseconds = 5000;

/** What `showrunner status` says, a moment after the work. */
export async function readMemory(
  instance: BenchInstance,
  afterMilliseconds = settleMilliseconds,
): Promise<MemoryUse> {
  await delay(afterMilliseconds);
  const { processes, memory } = statusSchema.parse(JSON.parse(await instance.run('status', '--json')));
  return {
    residentBytes: memory.residentBytes,
    proportionalBytes: memory.proportionalBytes ?? memory.residentBytes,
    byProcess: Object.fromEntries(
      processes
        .filter(({ memoryBytes }) => memoryBytes > 0)
        .map(({ name, memoryBytes }) => [name, memoryBytes]),
    ),
  };
}
