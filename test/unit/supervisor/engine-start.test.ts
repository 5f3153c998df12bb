import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProcess } from '#platform/process-table.ts';
import { endProcess, identifyProcess, isAlive } from '#platform/processes.ts';
import { type EnginePlace, startEngine } from '#supervisor/engine/start.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

describe.runIf(process.platform === 'linux')('starting the engine', () => {
  test('starts it once, though several ask at the same time, and leaves it running by itself', async () => {
    await using folder = await temporaryFolder();
    await using engine = engineIn(folder.path);
    await Promise.all(Array.from({ length: 4 }, () => startEngine(engine.place)));
    await startEngine(engine.place);
    expect(engine.starts()).toHaveLength(1);
    const session = readFileSync(`/proc/${engine.starts()[0]}/stat`, 'utf8').split(' ')[5];
    expect(Number(session)).toBe(engine.starts()[0]);
  });

  test('starts it again after it was killed, though its pid file and socket are still there', async () => {
    await using folder = await temporaryFolder();
    await using engine = engineIn(folder.path);
    await startEngine(engine.place);
    await kill(engine.starts()[0]);
    await startEngine(engine.place);
    expect(engine.starts()).toHaveLength(2);
  });

  test('leaves a program alone that has the pid from the file by now', async () => {
    await using folder = await temporaryFolder();
    await using engine = engineIn(folder.path);
    writeFileSync(engine.place.pidFile, String(process.pid));
    const before = readProcess(process.pid);
    await startEngine(engine.place);
    expect(readProcess(process.pid)).toEqual(before);
    expect(engine.starts()).toHaveLength(1);
  });

  test('removes the pid file of a containerd that is gone: the engine would wait for it in vain', async () => {
    await using folder = await temporaryFolder();
    await using engine = engineIn(folder.path);
    writeFileSync(engine.place.containerdPidFile, String(process.pid));
    await startEngine(engine.place);
    expect(existsSync(engine.place.containerdPidFile)).toBe(false);
  });

  test('tells its last lines when it does not start', async () => {
    await using folder = await temporaryFolder();
    await using engine = engineIn(folder.path, { FAKE_FAULT: 'iptables is missing' });
    await expect(startEngine(engine.place)).rejects.toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining('iptables is missing'),
    });
  });
});

interface FakeEngine extends AsyncDisposable {
  readonly place: EnginePlace;
  readonly starts: () => readonly number[];
}

function engineIn(folder: string, variables: Record<string, string> = {}): FakeEngine {
  const startsFile = join(folder, 'starts');
  writeFileSync(startsFile, '');
  const starts = () => readFileSync(startsFile, 'utf8').trim().split('\n').filter(Boolean).map(Number);
  const place: EnginePlace = {
    program: join(import.meta.dirname, 'fake-dockerd.mjs'),
    socket: join(folder, 'docker.sock'),
    pidFile: join(folder, 'docker.pid'),
    containerdPidFile: join(folder, 'containerd.pid'),
    logFile: join(folder, 'log', 'dockerd.log'),
    lockFile: join(folder, 'lock'),
    variables: {
      PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
      FAKE_SOCKET: join(folder, 'docker.sock'),
      FAKE_PID_FILE: join(folder, 'docker.pid'),
      FAKE_STARTS: startsFile,
      ...variables,
    },
  };
  return {
    place,
    starts,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(starts().map(kill));
    },
  };
}

async function kill(pid: number | undefined): Promise<void> {
  const identity = identifyProcess(pid ?? 0);
  if (identity === undefined) return;
  await endProcess(identity, { signal: 'SIGKILL', graceMs: 2000 });
  expect(isAlive(identity)).toBe(false);
}
