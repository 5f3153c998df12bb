import { expect, test } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import type { RuntimeEvent } from '#ports/container-runtime.ts';
import { plainRequest } from '#test/contract/container-runtime/requests.ts';
import { createFakeContainerRuntime } from '#test/support/fake-container-runtime/index.ts';

const wanted = plainRequest({ name: 'web', image: 'x:1', command: [] });

async function started() {
  const runtime = createFakeContainerRuntime();
  runtime.engine.addImage('x:1');
  await runtime.createContainer(wanted);
  await runtime.startContainer('web');
  return runtime;
}

test('fails the planned calls and no others', async () => {
  const runtime = await started();
  runtime.failNext('stopContainer', new DomainError('engine-timeout', 'x'), 1, 'web');
  expect((await runtime.stopContainer('other', 1)).outcome).toBe('absent');
  await expect(runtime.stopContainer('web', 1)).rejects.toMatchObject({ code: 'engine-timeout' });
  expect((await runtime.stopContainer('web', 1)).outcome).toBe('stopped');
  const stops = runtime.engine.calls.filter(({ method }) => method === 'stopContainer');
  expect(stops.map(({ target }) => target)).toEqual(['other', 'web', 'web']);
});

test('throws on a command and on a pull that nobody planned', async () => {
  const runtime = await started();
  const pull = { image: 'y:1', signal: new AbortController().signal, onProgress: () => undefined };
  await expect(runtime.exec('web', ['true'], 1)).rejects.toThrow('Unplanned');
  await expect(runtime.pullImage(pull)).rejects.toThrow('Unplanned');
});

test('tells a scripted end, and starts it again by its restart policy', async () => {
  const runtime = await started();
  const events = runtime.events(AbortSignal.timeout(5000));
  await runtime.setRestart('web', true);
  runtime.engine.exit('web', 137, { oomKilled: true });
  runtime.engine.setHealth('web', 'unhealthy');
  const seen: RuntimeEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (event.type === 'health') break;
  }
  expect(seen.map(({ type }) => type)).toEqual(['oom', 'die', 'start', 'health']);
  expect(await runtime.inspect('web')).toMatchObject({ state: 'running', restarts: 1, health: 'unhealthy' });
});

test('is away and comes back, and ends open streams', async () => {
  const runtime = await started();
  const reading = Array.fromAsync(runtime.events(new AbortController().signal));
  const ended = expect(reading).rejects.toMatchObject({ code: 'engine-unreachable' });
  await Promise.resolve();
  runtime.engine.away();
  await ended;
  await expect(runtime.listContainers()).rejects.toMatchObject({ code: 'engine-unreachable' });
  runtime.engine.back();
  expect(await runtime.listContainers()).toHaveLength(1);
});
