import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openHome } from '#platform/home.ts';
import { readProcess } from '#platform/process-table.ts';
import { ensurePostgresBinaries } from '#supervisor/postgres/binaries.ts';
import { ensureDataFolder } from '#supervisor/postgres/data-folder.ts';
import { findClosedParent } from '#supervisor/postgres/passable.ts';
import { readPidFile, settlePidFile, untilBackendsAreGone } from '#supervisor/postgres/pid-file.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

describe('PostgreSQL’s pid file', () => {
  test('tells the postmaster and whether it accepts logins', async () => {
    await using folder = await temporaryFolder();
    writePidFile(folder.path, 4711, 'ready   ');
    expect(await readPidFile(folder.path)).toEqual({ pid: 4711, status: 'ready' });
  });

  test('loses its pid when that is another program’s by now, which is left alone', async () => {
    await using folder = await temporaryFolder();
    writePidFile(folder.path, process.pid, 'ready');
    await settlePidFile(folder.path);
    const lines = readFileSync(join(folder.path, 'postmaster.pid'), 'utf8').split('\n');
    expect(Number(lines[0])).toBeGreaterThan(2 ** 22);
    expect(lines[6]).toBe('  1 2');
  });

  test.runIf(process.platform === 'linux')(
    'loses its pid when that is a zombie, which PostgreSQL takes for alive',
    async () => {
      await using folder = await temporaryFolder();
      const parent = spawn('/bin/sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      try {
        const [line] = await once(parent.stdout, 'data');
        const pid = Number(String(line));
        await expect.poll(() => readProcess(pid)?.zombie).toBe(true);
        writePidFile(folder.path, pid, 'ready');
        await settlePidFile(folder.path);
        expect((await readPidFile(folder.path))?.pid).not.toBe(pid);
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  test('is left to PostgreSQL when nobody has its pid', async () => {
    await using folder = await temporaryFolder();
    writePidFile(folder.path, 2 ** 22 + 7, 'ready');
    await settlePidFile(folder.path);
    expect((await readPidFile(folder.path))?.pid).toBe(2 ** 22 + 7);
  });
});

describe.runIf(process.platform === 'linux')('backends that outlived their postmaster', () => {
  test('are waited for, and named when they do not end', async () => {
    await using folder = await temporaryFolder();
    await untilBackendsAreGone(folder.path, 1);
    const program = join(folder.path, 'postgres');
    await copyFile('/bin/sleep', program);
    const backend = spawn(program, ['60'], { cwd: folder.path });
    await once(backend, 'spawn');
    await expect(untilBackendsAreGone(folder.path, 50)).rejects.toMatchObject({
      message: expect.stringContaining(`do not end: ${backend.pid}`),
    });
    const gone = untilBackendsAreGone(folder.path);
    backend.kill('SIGKILL');
    await gone;
  });
});

describe.runIf(process.getuid?.() === 0)('PostgreSQL’s binaries', () => {
  test('are copied into the home, once, where its user cannot reach them', async () => {
    await using folder = await temporaryFolder();
    const home = await openHome(join(folder.path, 'home'));
    const native = join(folder.path, 'closed', 'native');
    mkdirSync(join(native, 'bin'), { recursive: true });
    writeFileSync(join(native, 'bin', 'postgres'), 'first');
    const find = async () => ({ folder: native, version: '18.4' });
    expect(await ensurePostgresBinaries(home, find)).toBe(native);

    await chmod(join(folder.path, 'closed'), 0o700);
    const copy = await ensurePostgresBinaries(home, find);
    expect(copy).toBe(join(home.paths.bin, 'postgres-18.4'));
    writeFileSync(join(native, 'bin', 'postgres'), 'second');
    expect(await ensurePostgresBinaries(home, find)).toBe(copy);
    expect(readFileSync(join(copy, 'bin', 'postgres'), 'utf8')).toBe('first');
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
