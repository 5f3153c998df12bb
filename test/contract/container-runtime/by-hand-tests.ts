import { expect, test } from 'vitest';
import { labels } from '#contracts/labels.ts';
import type { ObservedContainer } from '#domain/observed.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import { type RuntimeHarness, request, running } from './harness.ts';
import { firstTask } from './requests.ts';

export function byHandTests(current: () => RuntimeHarness): void {
  /** The events of the instance's containers while something is done, up to the first one of that type. */
  async function during(
    act: () => Promise<unknown>,
    type: RuntimeEvent['type'],
  ): Promise<readonly RuntimeEvent[]> {
    const events = current().runtime.events(AbortSignal.timeout(20_000));
    await act();
    const seen: RuntimeEvent[] = [];
    for await (const event of events) {
      seen.push(event);
      if (event.type === type) return seen;
    }
    throw new Error(`There was no ${type}, only ${seen.map((event) => event.type).join(', ')}.`);
  }

  async function listed(name: string): Promise<ObservedContainer | undefined> {
    return (await current().runtime.listContainers()).find((container) => container.name === name);
  }

  async function network(suffix: string): Promise<string> {
    const name = current().name(suffix);
    const { runtime, pool } = current();
    await runtime.createNetwork({ name, internal: true, pool, task: firstTask });
    return name;
  }

  const inNetwork = (name: string, ...aliases: readonly string[]) =>
    ({ spec: { network: { mode: 'networks', networks: [{ name, aliases }], ports: [] } } }) as const;

  test('a pause and its end are told, and seen', async () => {
    const { hands } = current();
    const container = await running(current(), 'paused');
    const [paused] = await during(() => hands.pause(container), 'pause');
    expect(paused).toMatchObject({ container, service: 'sample', component: 'main' });
    expect((await listed(container))?.state).toBe('paused');
    const seen = await during(() => hands.unpause(container), 'unpause');
    expect(seen.at(-1)).toMatchObject({ container, service: 'sample' });
    expect((await listed(container))?.state).toBe('running');
  });

  test('a new name is told with the labels that stay, and seen', async () => {
    const { hands } = current();
    const container = await running(current(), 'renamed');
    const to = `${container}-by-hand`;
    const seen = await during(() => hands.rename(container, to), 'rename');
    expect(seen.at(-1)).toMatchObject({ container: to, service: 'sample', component: 'main' });
    expect(await listed(container)).toBeUndefined();
    expect(await listed(to)).toMatchObject({ service: 'sample', component: 'main', state: 'running' });
  });

  test('a container taken out of its network is told, and seen', async () => {
    const { hands } = current();
    const name = await network('cut-off');
    const container = await running(current(), 'cut-off', inNetwork(name, 'known'));
    expect(await listed(container)).toMatchObject({ networks: [name], aliases: { [name]: ['known'] } });
    const seen = await during(() => hands.disconnect(container, name), 'disconnect');
    expect(seen.at(-1)).toMatchObject({ container, service: 'sample' });
    expect((await listed(container))?.networks).toEqual([]);
  });

  test('a container put back into its network without its name there is told, and seen', async () => {
    const { hands } = current();
    const name = await network('nameless');
    const container = await running(current(), 'nameless', inNetwork(name, 'known'));
    await hands.disconnect(container, name);
    const seen = await during(() => hands.connect(container, name), 'connect');
    expect(seen.at(-1)).toMatchObject({ container, service: 'sample' });
    expect(await listed(container)).toMatchObject({ networks: [name], aliases: { [name]: [] } });
  });

  test('what somebody paused goes on when it is started', async () => {
    const { hands, runtime } = current();
    const container = await running(current(), 'goes-on');
    await hands.pause(container);
    expect((await runtime.startContainer(container)).outcome).toBe('done');
    expect((await listed(container))?.state).toBe('running');
    expect((await runtime.startContainer(container)).outcome).toBe('adopted');
  });

  test('a lost name in a network comes back by connecting it', async () => {
    const { hands, runtime } = current();
    const name = await network('named');
    const container = await running(current(), 'named', inNetwork(name, 'known'));
    await hands.disconnect(container, name);
    await hands.connect(container, name);
    expect((await runtime.connectNetwork(container, name, ['known'])).outcome).toBe('done');
    expect(await listed(container)).toMatchObject({ networks: [name], aliases: { [name]: ['known'] } });
    expect((await runtime.connectNetwork(container, name, ['known'])).outcome).toBe('adopted');
  });

  test('a stop is told as a signal, an end and a stop, in this order', async () => {
    const { hands } = current();
    const container = await running(current(), 'stopped');
    const seen = await during(() => hands.stop(container), 'stop');
    const own = seen
      .filter((event) => event.container === container)
      .map(({ type, signal }) => ({ type, signal }));
    // The engine may tell the start after it has answered it, when somebody listens already.
    const since = own.slice(own.findIndex(({ type }) => type === 'kill'));
    // A program that is slow to end is killed in between.
    expect(since.filter(({ type, signal }) => type !== 'disconnect' && signal !== 9)).toEqual([
      { type: 'kill', signal: 15 },
      { type: 'die', signal: undefined },
      { type: 'stop', signal: undefined },
    ]);
  });

  test('a removal is told with the labels of what is gone', async () => {
    const { hands } = current();
    const container = await running(current(), 'removed');
    const seen = await during(() => hands.remove(container), 'destroy');
    expect(seen.at(-1)).toMatchObject({ container, service: 'sample', component: 'main' });
  });

  test('how a container was made is on its label, and its image is seen', async () => {
    const name = await network('made');
    const wanted = request(current(), 'made', inNetwork(name, 'known'));
    await current().runtime.createContainer(wanted);
    const label = (await current().runtime.inspect(wanted.spec.name))?.labels[labels.made] ?? '';
    const { image } = current();
    expect(JSON.parse(label)).toEqual({ image, networks: { [name]: ['known'] } });
    expect(await listed(wanted.spec.name)).toMatchObject({ image, aliases: { [name]: ['known'] } });
    const member = request(current(), 'made-member', {
      spec: { network: { mode: 'container', container: wanted.spec.name } },
    });
    await current().runtime.createContainer(member);
    const other = (await current().runtime.inspect(member.spec.name))?.labels[labels.made] ?? '';
    expect(JSON.parse(other)).toEqual({ image, networks: {}, gateway: wanted.spec.name });
  });
}
