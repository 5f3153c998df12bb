import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import { identifyProcess } from '#platform/processes.ts';
import { Child } from '#supervisor/child.ts';
import type { ChildSpec } from '#supervisor/contract.ts';
import { until, untilGivenUp } from '#supervisor/readiness.ts';
import { adoptProcess } from '#supervisor/running-process.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

describe('a supervised child', () => {
  test('is started again when it is killed, and never runs twice', async () => {
    await using scene = await setTheScene();
    const child = scene.child('echo $$ >> "$0.pids"; exec sleep 60');
    await child.start();
    process.kill(child.running?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => [child.state, child.restarts]).toEqual(['ready', 1]);
    const [first, second] = scene.pids();
    expect(identifyProcess(first ?? 0)).toBeUndefined();
    expect(child.running?.pid).toBe(second);
    expect(scene.said).toEqual(['it ended (signal SIGKILL); starting it again in 0.25 s']);
  });

  test('waits longer after each failure in a row', async () => {
    await using scene = await setTheScene();
    const child = scene.child('echo $$ >> "$0.pids"; sleep 0.05');
    await child.start();
    await expect.poll(() => child.restarts).toBeGreaterThanOrEqual(3);
    const pauses = scene.said.map((line) => /in (\S+) s/.exec(line)?.[1]);
    expect(pauses.slice(0, 3)).toEqual(['0.25', '0.5', '1']);
  });

  test('is given up when it fails three times before it was ever ready, with its last lines', async () => {
    await using scene = await setTheScene();
    const child = scene.child('echo "no such table" >&2; exit 7', {
      ready: (_, signal) => untilGivenUp(signal),
    });
    await expect(child.start()).rejects.toMatchObject({
      code: 'precondition-failed',
      message: 'it ended before it was ready (exit code 7). Its last lines:\nno such table',
    });
    expect(child.restarts).toBe(2);
  });

  test('is given up at once when its preparation says why it cannot run', async () => {
    await using scene = await setTheScene();
    const reason = new DomainError('port-taken', 'Port 1 is taken.');
    const child = scene.child('', { prepare: () => Promise.reject(reason) });
    await expect(child.start()).rejects.toBe(reason);
    expect(child.restarts).toBe(0);
  });

  test('is ended when it is not ready in time', async () => {
    await using scene = await setTheScene();
    const child = scene.child('echo $$ >> "$0.pids"; exec sleep 60', {
      ready: (_, signal) => untilGivenUp(signal),
      readyWithinMs: 100,
    });
    await expect(child.start()).rejects.toMatchObject({
      message: expect.stringContaining('not ready within 0.1 s'),
    });
    expect(scene.pids().map(identifyProcess)).toEqual([undefined, undefined, undefined]);
  });

  test('is killed when it does not listen to a stop', async () => {
    await using scene = await setTheScene();
    const child = scene.child('trap "" TERM; echo $$ >> "$0.pids"; while :; do sleep 0.1; done', {
      stop: { graceMs: 100 },
    });
    await child.start();
    await child.stop();
    expect(child.state).toBe('stopped');
    expect(scene.pids().map(identifyProcess)).toEqual([undefined]);
  });

  test('stops while it is being prepared, while it is not ready yet, and while it pauses', async () => {
    await using scene = await setTheScene();
    const preparing = scene.child('exec sleep 60');
    const starting = scene.child('exec sleep 60', { ready: (_, signal) => untilGivenUp(signal) });
    const pausing = scene.child('exit 1', { ready: (_, signal) => untilGivenUp(signal) });
    void preparing.start();
    await preparing.stop();
    void starting.start();
    await expect.poll(() => starting.running).toBeDefined();
    await starting.stop();
    void pausing.start();
    await expect.poll(() => pausing.state).toBe('waiting');
    await pausing.stop();
    expect([preparing.state, starting.state, pausing.state]).toEqual(['stopped', 'stopped', 'stopped']);
    expect([preparing.running, starting.running, pausing.running]).toEqual([undefined, undefined, undefined]);
  });

  test('is replaced when it was adopted and dies', async () => {
    await using scene = await setTheScene();
    const first = scene.child('echo $$ >> "$0.pids"; exec sleep 60');
    await first.start();
    const { pid = 0, startMark = '', startedAt = '' } = first.running ?? {};
    const second = scene.child('echo $$ >> "$0.pids"; exec sleep 60');
    await second.start(adoptProcess({ pid, startMark }, startedAt));
    expect(second.running?.pid).toBe(pid);
    await first.stop();
    await expect.poll(() => [second.state, second.restarts]).toEqual(['ready', 1]);
    expect(second.running?.pid).not.toBe(pid);
  });
});

describe('a one-shot', () => {
  test('is done when it ends well, and does not start again', async () => {
    await using scene = await setTheScene();
    const task = scene.child('echo $$ >> "$0.pids"', {
      kind: 'task',
      ready: (_, signal) => untilGivenUp(signal),
    });
    await task.start();
    await expect.poll(() => task.running).toBeUndefined();
    expect([task.state, scene.pids().length]).toEqual(['done', 1]);
  });

  test('is tried again when it fails', async () => {
    await using scene = await setTheScene();
    const task = scene.child('echo $$ >> "$0.pids"; [ "$(wc -l < "$0.pids")" -ge 2 ]', {
      kind: 'task',
      ready: (_, signal) => untilGivenUp(signal),
    });
    await task.start();
    expect([task.state, scene.pids().length]).toEqual(['done', 2]);
  });
});

/** Children that run shell scripts. One is ready when its process id is in `$0.pids`. */
async function setTheScene() {
  const folder = await temporaryFolder();
  const mark = join(folder.path, 'scene');
  const children: Child[] = [];
  const said: string[] = [];
  writeFileSync(`${mark}.pids`, '');
  const pids = () => readFileSync(`${mark}.pids`, 'utf8').trim().split('\n').filter(Boolean).map(Number);
  return {
    said,
    pids,
    child(script: string, overrides: Partial<ChildSpec> = {}): Child {
      const spec: ChildSpec = {
        name: 'it',
        kind: 'service',
        needs: [],
        prepare: async () => ({
          file: '/bin/sh',
          args: ['-c', script, mark],
          variables: { PATH: '/usr/bin:/bin' },
          cwd: folder.path,
        }),
        ready: ({ pid }, signal) => until(async () => pids().includes(pid), signal),
        readyWithinMs: 5000,
        stop: { graceMs: 2000 },
        ...overrides,
      };
      const child = new Child(spec, {
        logs: folder.path,
        say: (line) => void (line.includes('again') && said.push(line)),
        onChange: () => undefined,
      });
      children.push(child);
      return child;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map((child) => child.stop()));
      expect(pids().filter((pid) => identifyProcess(pid) !== undefined)).toEqual([]);
      await folder[Symbol.asyncDispose]();
    },
  };
}
