import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openHome } from '#platform/home.ts';
import { identifyProcess } from '#platform/processes.ts';
import { livingProcesses, readRecord, recordFile, removeRecord, writeRecord } from '#supervisor/record.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

const self = identifyProcess(process.pid) ?? { pid: 0, startMark: '' };
const startedAt = '2026-01-01T00:00:00.000Z';

describe('the record of what runs', () => {
  test('is read as it was written', async () => {
    await using folder = await temporaryFolder();
    const { paths } = await openHome(folder.path);
    const postgres = { ...self, startedAt, stop: { signal: 'SIGINT', graceMs: 15_000 } } as const;
    writeRecord(paths, { postgres });
    expect(readRecord(paths)).toEqual({ supervisor: self, processes: { postgres } });
    removeRecord(paths);
    expect(readRecord(paths)).toEqual({ processes: {} });
  });

  test('does not take a program that got the pid since for the recorded one', async () => {
    const stop = { graceMs: 1000 };
    const processes = {
      alive: { ...self, startedAt, stop },
      replaced: { ...self, startMark: 'earlier', startedAt, stop },
      gone: { pid: 2 ** 22 + 1, startMark: 'any', startedAt, stop },
    };
    expect([...livingProcesses({ processes }).keys()]).toEqual(['alive']);
  });

  test.each(['', 'no JSON', '[]', '{"processes": {"api": {"pid": "1"}}}'])(
    'counts as empty when damaged: %j',
    async (text) => {
      await using folder = await temporaryFolder();
      const { paths } = await openHome(folder.path);
      writeFileSync(recordFile(paths), text);
      expect(readRecord(paths)).toEqual({ processes: {} });
    },
  );
});
