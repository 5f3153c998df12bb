import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exclusively } from '#platform/exclusive.ts';
import { memoryOfTree } from '#platform/process-memory.ts';
import { findByVariable, readCommandLine } from '#platform/process-table.ts';
import { endProcess, identifyProcess, isAlive, type ProcessIdentity } from '#platform/processes.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a process', () => {
  test('is known by more than its pid', async () => {
    await using sleeper = await startNode('setInterval(() => {}, 1000)');
    expect(isAlive(sleeper.identity)).toBe(true);
    expect(isAlive({ ...sleeper.identity, startMark: 'of another one' })).toBe(false);
  });

  test('is not ended when its pid belongs to another one by now', async () => {
    await using sleeper = await startNode('setInterval(() => {}, 1000)');
    const stale = { ...sleeper.identity, startMark: 'of another one' };
    expect(await endProcess(stale, { graceMs: 100 })).toBe('gone');
    expect(isAlive(sleeper.identity)).toBe(true);
  });

  test('is asked to end first', async () => {
    await using sleeper = await startNode('setInterval(() => {}, 1000)');
    expect(await endProcess(sleeper.identity, { graceMs: 5000 })).toBe('ended');
  });

  test('is killed when it does not listen', async () => {
    await using deaf = await startNode('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)');
    expect(await endProcess(deaf.identity, { graceMs: 50 })).toBe('killed');
    expect(isAlive(deaf.identity)).toBe(false);
  });

  test('counts its children’s memory as its own', async () => {
    const child = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])';
    await using parent = await startNode(`${child}; setInterval(() => {}, 1000)`);
    const alone = memoryOfTree(parent.identity.pid, new Map()).residentBytes;
    await expect.poll(() => memoryOfTree(parent.identity.pid).residentBytes).toBeGreaterThan(alone * 1.5);
  });

  test.runIf(process.platform === 'linux')('is found by a variable that it was started with', async () => {
    const value = `mark-${process.pid}`;
    await using marked = await startNode('setInterval(() => {}, 1000)', { SHOWRUNNER_TEST_MARK: value });
    const found = findByVariable('SHOWRUNNER_TEST_MARK').filter((entry) => entry.value === value);
    expect(found).toEqual([{ pid: marked.identity.pid, value }]);
    expect(readCommandLine(marked.identity.pid)).toContain('setInterval');
  });
});

describe('the lock between processes', () => {
  test('lets one in after the other', async () => {
    await using folder = await temporaryFolder();
    const options = { path: join(folder.path, 'lock'), waitMs: 5000, code: 'home-locked' } as const;
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((done) => setImmediate(done));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => exclusively(options, work)));
  });

  test('waits only so long', async () => {
    await using folder = await temporaryFolder();
    const options = { path: join(folder.path, 'lock'), waitMs: 50, code: 'home-locked' } as const;
    await exclusively(options, async () => {
      await expect(exclusively(options, async () => undefined)).rejects.toMatchObject({
        code: 'home-locked',
      });
    });
  });

  test('is gone with a process that is killed inside', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'lock');
    const hold = `const {DatabaseSync} = require('node:sqlite'); const d = new DatabaseSync(${JSON.stringify(path)});
      d.exec('BEGIN EXCLUSIVE'); console.log('held'); setInterval(() => d, 1000)`;
    await using holder = await startNode(hold);
    const options = { path, waitMs: 100, code: 'home-locked' } as const;
    await expect(exclusively(options, async () => 'in')).rejects.toMatchObject({ code: 'home-locked' });
    process.kill(holder.identity.pid, 'SIGKILL');
    expect(await exclusively({ ...options, waitMs: 5000 }, async () => 'in')).toBe('in');
  });
});

async function startNode(
  script: string,
  variables: Record<string, string> = {},
): Promise<{ readonly identity: ProcessIdentity } & AsyncDisposable> {
  const child = spawn(process.execPath, ['-e', `${script}; console.log('ready')`], {
    env: { PATH: '/usr/bin:/bin', ...variables },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === undefined) throw new Error('The process did not start.');
  return {
    identity,
    [Symbol.asyncDispose]: async () => {
      await endProcess(identity, { signal: 'SIGKILL', graceMs: 1000 });
    },
  };
}
