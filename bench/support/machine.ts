import { cpus, loadavg, release, totalmem } from 'node:os';
import { rawDocker } from '#test/support/docker/client.ts';

/** Where the numbers come from; they mean little without it. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly kernel: string;
  readonly engine: string;
  readonly compose: string;
  readonly node: string;
}

export async function describeMachine(compose: string): Promise<Machine> {
  const { Version } = await rawDocker().version();
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    kernel: release(),
    engine: Version,
    compose,
    node: process.versions.node,
  };
}

/** How busy the machine was, over the last minute: with other work on it, ratios say more than times. */
export function loadAverage(): number {
  return loadavg()[0] ?? 0;
}
