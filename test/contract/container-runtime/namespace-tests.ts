import { expect, test } from 'vitest';
import { type RuntimeHarness, request, running } from './harness.ts';

export function namespaceTests(current: () => RuntimeHarness): void {
  function member(gateway: string) {
    return { spec: { network: { mode: 'container', container: gateway } } } as const;
  }

  async function alive(name: string): Promise<boolean | undefined> {
    const listed = await current().runtime.listContainers();
    return listed.find((container) => container.name === name)?.namespaceAlive;
  }

  test('joins a container to its gateway’s network', async () => {
    const { runtime } = current();
    const gateway = await running(current(), 'gw-join');
    const name = await running(current(), 'gw-join-member', member(gateway));
    const found = await runtime.inspect(name);
    expect(found?.namespaceOf).toBe((await runtime.inspect(gateway))?.id);
    expect(found?.addresses).toEqual({});
    expect(await alive(name)).toBe(true);
  });

  test('sees that a restarted gateway left its member a dead namespace, and replaces that', async () => {
    const { runtime } = current();
    const gateway = await running(current(), 'gw-restart');
    const name = await running(current(), 'gw-restart-member', member(gateway));
    await runtime.stopContainer(gateway, 1);
    expect(await alive(name)).toBe(false);
    await runtime.startContainer(gateway);
    expect(await alive(name)).toBe(false);
    const again = request(current(), 'gw-restart-member', member(gateway));
    expect((await runtime.createContainer(again)).outcome).toBe('done');
    await runtime.startContainer(name);
    expect(await alive(name)).toBe(true);
    expect((await runtime.createContainer(again)).outcome).toBe('adopted');
  });

  test('sees that a replaced gateway is another one', async () => {
    const { runtime } = current();
    const gateway = await running(current(), 'gw-new');
    const wanted = request(current(), 'gw-new-member', member(gateway));
    await runtime.createContainer(wanted);
    expect(await alive(wanted.spec.name)).toBe(true);
    await runtime.removeContainer(gateway);
    await running(current(), 'gw-new');
    expect(await alive(wanted.spec.name)).toBe(false);
    expect((await runtime.createContainer(wanted)).outcome).toBe('done');
    expect(await alive(wanted.spec.name)).toBe(true);
  });

  test('does not start a member whose gateway does not run', async () => {
    const { runtime } = current();
    const gateway = request(current(), 'gw-down');
    await runtime.createContainer(gateway);
    const wanted = request(current(), 'gw-down-member', member(gateway.spec.name));
    await runtime.createContainer(wanted);
    await expect(runtime.startContainer(wanted.spec.name)).rejects.toMatchObject({
      code: 'container-invalid',
    });
  });
}
