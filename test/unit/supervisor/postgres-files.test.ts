import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openHome } from '#platform/home.ts';
import { ensureDataFolder } from '#supervisor/postgres/data-folder.ts';
import { findClosedParent } from '#supervisor/postgres/passable.ts';
import { dropStalePidFile, readPidFile } from '#supervisor/postgres/pid-file.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

describe('PostgreSQL’s pid file', () => {
  test('tells the postmaster and whether it accepts logins', async () => {
    await using folder = await temporaryFolder();
    writePidFile(folder.path, 4711, 'ready   ');
    expect(await readPidFile(folder.path)).toEqual({ pid: 4711, status: 'ready' });
  });

  test('is dropped when its pid is another program’s by now, which is left alone', async () => {
    await using folder = await temporaryFolder();
    writePidFile(folder.path, process.pid, 'ready');
    await dropStalePidFile(folder.path);
    expect(existsSync(join(folder.path, 'postmaster.pid'))).toBe(false);
  });
});

describe('PostgreSQL’s data folder', () => {
  test('of another version is not touched, and the error says what to do', async () => {
    await using folder = await temporaryFolder();
    const home = await openHome(folder.path);
    const data = join(home.paths.postgres, 'data');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'PG_VERSION'), '15\n');
    await expect(ensureDataFolder(home, '/nowhere')).rejects.toMatchObject({
      code: 'home-unusable',
      message: expect.stringMatching(/PostgreSQL 15.*brings 18.*Dump it/),
    });
  });

  test('must be reachable: the folder that others may not pass is named', async () => {
    await using folder = await temporaryFolder();
    const inner = join(folder.path, 'closed', 'home');
    mkdirSync(inner, { recursive: true });
    expect(await findClosedParent(inner)).toBeUndefined();
    await chmod(join(folder.path, 'closed'), 0o700);
    expect(await findClosedParent(inner)).toBe(join(folder.path, 'closed'));
  });
});

function writePidFile(folder: string, pid: number, status: string): void {
  const lines = [pid, folder, 1700000000, 5432, '', '127.0.0.1', '  1 2', status];
  writeFileSync(join(folder, 'postmaster.pid'), `${lines.join('\n')}\n`);
}
