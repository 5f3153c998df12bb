import { readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closeLog, lastLines, openLog, trimLog } from '#supervisor/logs.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

describe('a process’s log', () => {
  test('shows the last lines of this run only', async () => {
    await using folder = await temporaryFolder();
    writeFileSync(join(folder.path, 'api.log'), 'of an earlier run\n');
    const log = openLog(folder.path, 'api');
    writeSync(log.fd, Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join(''));
    closeLog(log);
    expect(lastLines(log).split('\n')).toEqual(
      Array.from({ length: 20 }, (_, index) => `line ${index + 10}`),
    );
  });

  test('is put aside at the start of a run when it is large', async () => {
    await using folder = await temporaryFolder();
    writeFileSync(join(folder.path, 'api.log'), Buffer.alloc(5_000_001, 'x'));
    closeLog(openLog(folder.path, 'api'));
    expect(statSync(join(folder.path, 'api.log')).size).toBe(0);
    expect(statSync(join(folder.path, 'api.log.1')).size).toBe(5_000_001);
  });

  test('is bounded while it is being written, and writing goes on', async () => {
    await using folder = await temporaryFolder();
    const log = openLog(folder.path, 'api');
    writeSync(log.fd, Buffer.alloc(5_000_001, 'x'));
    trimLog(folder.path, 'api');
    writeSync(log.fd, 'after\n');
    closeLog(log);
    expect(readFileSync(join(folder.path, 'api.log'), 'utf8')).toBe('after\n');
    expect(statSync(join(folder.path, 'api.log.1')).size).toBe(5_000_001);
  });
});
