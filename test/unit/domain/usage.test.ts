import { describe, expect, it } from 'vitest';
import { coresBetween, usagePoint } from '#domain/usage.ts';
import { at, aUsage } from '#test/support/usage/usage.ts';

describe('cores in use', () => {
  const before = aUsage({ at: at(0), cpuSeconds: 10 });

  it('are processor time over time', () => {
    expect(coresBetween(before, aUsage({ at: at(20), cpuSeconds: 40 }))).toBe(1.5);
  });

  it.each([
    ['another run of the container', aUsage({ at: at(20), startedAt: at(5), cpuSeconds: 40 })],
    ['another container', aUsage({ at: at(20), containerId: 'another', cpuSeconds: 40 })],
    ['no time', aUsage({ at: at(0), cpuSeconds: 40 })],
    ['a count that went back', aUsage({ at: at(20), cpuSeconds: 1 })],
  ])('are not known after %s', (_, after) => {
    expect(coresBetween(before, after)).toBeUndefined();
  });
});

describe('a point', () => {
  it('has the working set as its memory, and leaves out what is not counted', () => {
    const usage = aUsage({ memoryBytes: 900, memoryWorkingSetBytes: 500, restarts: 2 });
    expect(usagePoint(usage, undefined)).toEqual({ at: at(0), memoryBytes: 500, restarts: 2 });
  });

  it('has all that is counted', () => {
    const usage = aUsage({
      at: at(10),
      cpuSeconds: 1,
      memoryLimitBytes: 1000,
      network: { receivedBytes: 1, sentBytes: 2 },
      disk: { readBytes: 3, writtenBytes: 4 },
    });
    expect(usagePoint(usage, aUsage())).toEqual({
      at: at(10),
      cpuCores: 0.1,
      memoryBytes: 0,
      memoryLimitBytes: 1000,
      networkReceivedBytes: 1,
      networkSentBytes: 2,
      diskReadBytes: 3,
      diskWrittenBytes: 4,
      restarts: 0,
    });
  });
});
