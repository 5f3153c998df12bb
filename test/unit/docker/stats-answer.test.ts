import { describe, expect, it } from 'vitest';
import { diskOf, networkOf, statsAnswer, workingSetOf } from '#adapters/docker/streams/stats-answer.ts';

const least = {
  read: '2030-01-01T00:00:00Z',
  cpu_stats: { cpu_usage: { total_usage: 1 } },
  memory_stats: {},
  blkio_stats: {},
};

const answer = (more: object) => statsAnswer.parse({ ...least, ...more });

describe('statistics of the engine', () => {
  it('have a working set without inactive page cache, under control groups 1 and 2', () => {
    const one = { usage: 1000, stats: { inactive_file: 1, total_inactive_file: 300 } };
    expect(workingSetOf(answer({ memory_stats: one }).memory_stats)).toBe(700);
    const two = { usage: 1000, stats: { inactive_file: 400 } };
    expect(workingSetOf(answer({ memory_stats: two }).memory_stats)).toBe(600);
  });

  it('sum the interfaces, and have no network where there is none', () => {
    const networks = { eth0: { rx_bytes: 1, tx_bytes: 2 }, eth1: { rx_bytes: 10, tx_bytes: 20 } };
    expect(networkOf(answer({ networks }))).toEqual({ network: { receivedBytes: 11, sentBytes: 22 } });
    expect(networkOf(answer({ networks: {} }))).toEqual({});
    expect(networkOf(answer({}))).toEqual({});
  });

  it.each([
    ['1', 'Read', 'Write'],
    ['2', 'read', 'write'],
  ])('sum the disks under control groups %s', (_, read, write) => {
    const io_service_bytes_recursive = [
      { major: 8, minor: 0, op: read, value: 1 },
      { major: 8, minor: 16, op: read, value: 2 },
      { major: 8, minor: 0, op: write, value: 10 },
      { major: 8, minor: 0, op: 'Total', value: 99 },
    ];
    expect(diskOf(answer({ blkio_stats: { io_service_bytes_recursive } }))).toEqual({
      disk: { readBytes: 3, writtenBytes: 10 },
    });
  });

  it.each([[[]], [null]])('know nothing of disks that were not counted: %j', (entries) => {
    expect(diskOf(answer({ blkio_stats: { io_service_bytes_recursive: entries } }))).toEqual({});
  });
});
