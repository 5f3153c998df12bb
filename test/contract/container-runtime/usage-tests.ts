import { expect, test } from 'vitest';
import { coresBetween } from '#domain/usage.ts';
import { type RuntimeHarness, request, running } from './harness.ts';

export function usageTests(current: () => RuntimeHarness): void {
  const usageOf = async (container: string) =>
    (await current().runtime.usage()).find((usage) => usage.container === container);

  test('tells what a running container has used, and its limit', async () => {
    const memoryBytes = 64 * 1024 * 1024;
    const name = await running(current(), 'used', { spec: { memoryBytes } });
    const detail = await current().runtime.inspect(name);
    const first = await usageOf(name);
    expect(first).toMatchObject({
      container: name,
      containerId: detail?.id,
      image: current().image,
      service: 'sample',
      component: 'main',
      startedAt: detail?.startedAt,
      memoryLimitBytes: memoryBytes,
      restarts: 0,
    });
    expect(first?.memoryWorkingSetBytes).toBeLessThanOrEqual(first?.memoryBytes ?? -1);
    const second = await usageOf(name);
    if (first === undefined || second === undefined) throw new Error('The container is not among them.');
    expect(Date.parse(second.at)).toBeGreaterThan(Date.parse(first.at));
    expect(coresBetween(first, second)).toBeGreaterThanOrEqual(0);
  });

  test('says of no limit and of no network that there is none, instead of a number', async () => {
    const usage = await usageOf(await running(current(), 'unlimited'));
    expect(usage).toBeDefined();
    expect(usage).not.toHaveProperty('memoryLimitBytes');
    expect(usage).not.toHaveProperty('network');
  });

  test('counts a network for whom it belongs to, and not again for a member of its namespace', async () => {
    const { runtime, name, pool } = current();
    const { task } = request(current(), 'any');
    await runtime.createNetwork({ name: name('counted'), internal: true, pool, task });
    const networks = [{ name: name('counted'), aliases: [] }];
    const gateway = await running(current(), 'counted-gateway', {
      spec: { network: { mode: 'networks', networks, ports: [] } },
    });
    const member = await running(current(), 'counted-member', {
      spec: { network: { mode: 'container', container: gateway } },
    });
    expect((await usageOf(gateway))?.network?.receivedBytes).toBeGreaterThanOrEqual(0);
    expect(await usageOf(member)).toMatchObject({ container: member });
    expect(await usageOf(member)).not.toHaveProperty('network');
  });

  test('leaves out what does not run, and what belongs to others', async () => {
    const { runtime, stranger } = current();
    const stopped = await running(current(), 'unused');
    await runtime.stopContainer(stopped, 5);
    const created = request(current(), 'unstarted');
    await runtime.createContainer(created);
    expect(await usageOf(stopped)).toBeUndefined();
    expect(await usageOf(created.spec.name)).toBeUndefined();
    expect(await stranger.usage()).toEqual([]);
  });
}
