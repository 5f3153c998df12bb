import { expect, test } from 'vitest';
import type { LogLine, RuntimeEvent } from '#ports/container-runtime.ts';
import { logged, type RuntimeHarness, request, running } from './harness.ts';

export function streamTests(current: () => RuntimeHarness): void {
  const soon = () => AbortSignal.timeout(20_000);

  test('gives the lines of both streams with their times', async () => {
    const { runtime } = current();
    const container = await running(current(), 'talk', { program: 'talk' });
    await logged(current(), container, 'one');
    await logged(current(), container, 'two');
    const lines: LogLine[] = await Array.fromAsync(
      runtime.logs({ container, follow: false, signal: soon() }),
    );
    expect(lines.map(({ stream, text }) => `${stream} ${text}`).toSorted()).toEqual([
      'stderr two',
      'stdout one',
    ]);
    expect(lines.every(({ time }) => !Number.isNaN(Date.parse(time)))).toBe(true);
    const tail = await Array.fromAsync(runtime.logs({ container, tail: 1, follow: false, signal: soon() }));
    expect(tail).toHaveLength(1);
    const since = '2100-01-01T00:00:00.5Z';
    expect(await Array.fromAsync(runtime.logs({ container, since, follow: false, signal: soon() }))).toEqual(
      [],
    );
  });

  test('follows a log to the end of its container', async () => {
    const { runtime } = current();
    const container = await running(current(), 'follow', { program: 'talk' });
    const lines = Array.fromAsync(runtime.logs({ container, follow: true, signal: soon() }));
    await logged(current(), container, 'one');
    await runtime.stopContainer(container, 5);
    expect((await lines).length).toBeGreaterThan(0);
  });

  test('ends a followed log quietly when it is no longer wanted', async () => {
    const { runtime } = current();
    const container = await running(current(), 'unfollow', { program: 'talk' });
    const enough = new AbortController();
    for await (const _line of runtime.logs({ container, follow: true, signal: enough.signal }))
      enough.abort();
    expect(enough.signal.aborted).toBe(true);
  });

  test('gathers evidence without the secrets', async () => {
    const { runtime } = current();
    const container = await running(current(), 'evidence', { program: 'fail' });
    await logged(current(), container, 'the password is hunter2secret');
    await expect.poll(async () => (await runtime.inspect(container))?.state).toBe('exited');
    expect(await runtime.evidence(container, ['hunter2secret', 'the'])).toMatchObject({
      container,
      state: 'exited',
      exitCode: 3,
      log: ['the password is [redacted]'],
    });
    expect(await runtime.evidence(current().name('nobody'), [])).toBeUndefined();
  });

  test('tells the events of its own containers since the call, and of no others', async () => {
    const { runtime, stranger } = current();
    const wanted = request(current(), 'events', { program: 'fail' });
    await runtime.createContainer(wanted);
    const ending = new AbortController();
    const events = runtime.events(ending.signal);
    const others: RuntimeEvent[] = [];
    const otherEvents = stranger.events(ending.signal);
    const listening = (async () => {
      for await (const event of otherEvents) others.push(event);
    })();
    await runtime.startContainer(wanted.spec.name);
    const seen: RuntimeEvent[] = [];
    for await (const event of events) {
      if (event.container === wanted.spec.name) seen.push(event);
      if (event.container === wanted.spec.name && event.type === 'die') break;
    }
    ending.abort();
    await listening;
    expect(seen.map(({ type }) => type)).toEqual(expect.arrayContaining(['start', 'die']));
    expect(seen.at(-1)).toMatchObject({ type: 'die', exitCode: 3, service: 'sample', component: 'main' });
    expect(others).toEqual([]);
  });

  test('runs a command inside and gives its exit code and output', async () => {
    const { runtime } = current();
    const container = await running(current(), 'exec');
    expect(await runtime.exec(container, ['echo', 'hello'], 10)).toEqual({ exitCode: 0, output: 'hello\n' });
    expect((await runtime.exec(container, ['sh', '-c', 'exit 7'], 10)).exitCode).toBe(7);
    expect([126, 127]).toContain((await runtime.exec(container, ['no-such-program'], 10)).exitCode);
    await expect(runtime.exec(container, ['sleep', '30'], 0.5)).rejects.toMatchObject({
      code: 'app-unreachable',
    });
    await runtime.stopContainer(container, 1);
    await expect(runtime.exec(container, ['echo', 'hello'], 10)).rejects.toMatchObject({
      code: 'container-exited',
    });
  });
}
