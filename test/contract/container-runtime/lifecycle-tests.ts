import { expect, test } from 'vitest';
import { logged, type RuntimeHarness, request, running } from './harness.ts';

export function lifecycleTests(current: () => RuntimeHarness): void {
  test('starts a container once and adopts it afterwards', async () => {
    const { runtime } = current();
    const wanted = request(current(), 'start');
    await runtime.createContainer(wanted);
    expect((await runtime.startContainer(wanted.spec.name)).outcome).toBe('done');
    expect((await runtime.startContainer(wanted.spec.name)).outcome).toBe('adopted');
    const found = await runtime.inspect(wanted.spec.name);
    expect(found).toMatchObject({ state: 'running', oomKilled: false });
    expect(found?.exitCode).toBeUndefined();
    expect(Number.isNaN(Date.parse(found?.startedAt ?? ''))).toBe(false);
  });

  test('shows the exit code of a container that ended', async () => {
    const { runtime } = current();
    const name = await running(current(), 'ended', { program: 'fail' });
    await expect.poll(async () => (await runtime.inspect(name))?.state, { timeout: 10_000 }).toBe('exited');
    expect((await runtime.inspect(name))?.exitCode).toBe(3);
  });

  test('says that a host port is taken, and starts once it is free', async () => {
    const { runtime, name, pool, port } = current();
    const task = request(current(), 'any').task;
    await runtime.createNetwork({ name: name('ports'), internal: false, pool, task });
    const ports = [{ container: 80, protocol: 'tcp', host: port, address: '127.0.0.1' }] as const;
    const network = { mode: 'networks', networks: [{ name: name('ports'), aliases: [] }], ports } as const;
    const holder = await running(current(), 'port-holder', { spec: { network } });
    const late = request(current(), 'port-late', { spec: { network } });
    await runtime.createContainer(late);
    await expect(runtime.startContainer(late.spec.name)).rejects.toMatchObject({
      code: 'port-taken',
      data: { port },
    });
    await runtime.removeContainer(holder);
    expect((await runtime.startContainer(late.spec.name)).outcome).toBe('done');
  });

  test('sets the restart policy once', async () => {
    const { runtime } = current();
    const name = await running(current(), 'policy');
    expect((await runtime.setRestart(name, false)).outcome).toBe('adopted');
    expect((await runtime.setRestart(name, true)).outcome).toBe('done');
    expect((await runtime.setRestart(name, true)).outcome).toBe('adopted');
    expect((await runtime.setRestart(name, false)).outcome).toBe('done');
  });

  test('tells a stop that was heeded from a kill', async () => {
    const { runtime, name } = current();
    const polite = await running(current(), 'polite', { program: 'talk' });
    // The kernel keeps from the first process of a container what that does not listen for yet.
    await logged(current(), polite, 'two');
    const deaf = await running(current(), 'deaf', { program: 'deaf' });
    expect(await runtime.stopContainer(polite, 10)).toEqual({ outcome: 'stopped' });
    expect(await runtime.stopContainer(polite, 10)).toEqual({ outcome: 'already-stopped' });
    expect(await runtime.stopContainer(deaf, 1)).toEqual({ outcome: 'killed' });
    expect(await runtime.stopContainer(name('nobody'), 1)).toEqual({ outcome: 'absent' });
  });

  test('removes a running container, and one that is not there is success', async () => {
    const { runtime } = current();
    const name = await running(current(), 'gone');
    expect(await runtime.removeContainer(name)).toEqual({ outcome: 'removed' });
    expect(await runtime.removeContainer(name)).toEqual({ outcome: 'absent' });
    expect(await runtime.inspect(name)).toBeUndefined();
  });

  test('lets several callers remove one container at once', async () => {
    const { runtime } = current();
    const name = await running(current(), 'race');
    const outcomes = await Promise.all(Array.from({ length: 3 }, () => runtime.removeContainer(name)));
    expect(outcomes.map(({ outcome }) => outcome)).toContain('removed');
    expect(await runtime.inspect(name)).toBeUndefined();
  });

  test('names a container that is not there', async () => {
    const { runtime, name } = current();
    const missing = { code: 'not-found' };
    await expect(runtime.startContainer(name('nobody'))).rejects.toMatchObject(missing);
    await expect(runtime.setRestart(name('nobody'), true)).rejects.toMatchObject(missing);
    await expect(runtime.exec(name('nobody'), ['true'], 1)).rejects.toMatchObject(missing);
  });
}
