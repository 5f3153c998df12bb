import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { withLock } from '#lab/lock.ts';

const never = () => undefined;

test('one works at a time, the others wait for it', async () => {
  const name = randomUUID();
  const seen: string[] = [];
  const work = (who: string) => async () => {
    seen.push(`${who} in`);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`${who} out`);
  };
  await Promise.all(['a', 'b', 'c'].map((who) => withLock(name, work(who), never)));
  expect(seen.map((line) => line.split(' ')[1])).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
});

test('a holder that fails lets go', async () => {
  const name = randomUUID();
  const failing = withLock(name, () => Promise.reject(new Error('broken')), never);
  await expect(failing).rejects.toThrow('broken');
  expect(await withLock(name, async () => 'next', never)).toBe('next');
});

test('a holder that is killed lets go, and who waits learns of it', async () => {
  const name = randomUUID();
  const lock = new URL('../../../lab/lock.ts', import.meta.url);
  const script = `import { withLock } from '${lock.href}';
    await withLock('${name}', () => new Promise(() => { process.stdout.write('held'); setInterval(() => {}, 1000); }), () => {});`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  const waited = Promise.withResolvers<void>();
  const next = withLock(name, async () => 'next', waited.resolve);
  await waited.promise;
  holder.kill('SIGKILL');
  expect(await next).toBe('next');
});

test('who waits can give up', async () => {
  const name = randomUUID();
  const release = Promise.withResolvers<void>();
  const holder = withLock(name, () => release.promise, never);
  const abort = new AbortController();
  const waiter = withLock(
    name,
    async () => 'never',
    () => abort.abort(),
    abort.signal,
  );
  await expect(waiter).rejects.toThrow('aborted');
  release.resolve();
  await holder;
});
