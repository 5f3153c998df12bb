import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { createWitness, type Witness } from '#test/support/control-plane/witness.ts';
import {
  buildTestImage,
  type OwnEngine,
  startOwnEngine,
  type TestImage,
  whyNoOwnEngine,
} from '#test/support/docker/index.ts';
import { type FixtureCatalog, writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';

const image = 'showrunner-test/engine-restart:1';
const within = { timeout: 60_000, interval: 50 };
const fixtures = [
  { name: 'base', image, ...knockingInside(8001) },
  { name: 'middle', image, requires: ['base'], ...knockingInside(8002) },
  { name: 'top', image, requires: ['middle'], ...knockingInside(8003) },
  { name: 'halted', image, ...knockingInside(8004) },
] as const;
const running = ['base', 'middle', 'top'];

const obstacle = await whyNoOwnEngine();
const reason = obstacle === undefined ? '' : ` (not tested: ${obstacle})`;

describe.skipIf(obstacle !== undefined)(`an engine that restarts${reason}`, () => {
  let engine: OwnEngine;
  let built: TestImage;
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let seen: Witness;

  beforeAll(async () => {
    built = await buildTestImage(image);
    engine = await startOwnEngine();
    await engine.copyImage(image);
    catalog = await writeFixtureCatalog(fixtures);
    world = await startControlPlane({ catalog: catalog.folder, dockerHost: engine.dockerHost });
    seen = createWitness(world, engine.docker);
    const api = restClient(world);
    const succeed = async (path: string, body?: object) =>
      expect(await api.ended(taskIdOf(await api.call('POST', path, body)))).toMatchObject({
        status: 'succeeded',
      });
    for (const service of ['top', 'halted']) await succeed('/services', { service });
    await succeed('/services/halted/stop');
  });

  afterAll(async () => {
    await world?.stop();
    await catalog?.remove();
    await engine?.end();
    await built?.remove();
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'after %s: all services are back, none is doubled, and what was stopped stays so',
    async (signal) => {
      const before = await containers();
      const from = await world.ports.events.head();
      await engine.down(signal);
      await expect.poll(() => reachability(from), within).toEqual([false]);
      await expect.poll(() => healths(), within).toEqual(['unknown', 'unknown', 'unknown']);
      await engine.up();
      await expect.poll(() => reachability(from), within).toEqual([false, true]);
      await expect.poll(() => healths(), within).toEqual(['healthy', 'healthy', 'healthy']);
      await expect.poll(() => troubles(), within).toEqual([undefined, undefined, undefined]);
      expect(await containers()).toEqual(before);
      for (const name of running) {
        expect(await seen.row(name)).toMatchObject({ status: 'running', desired: 'running' });
        expect((await seen.container(name).inspect()).State.Running).toBe(true);
      }
      expect(await seen.row('halted')).toMatchObject({ status: 'stopped' });
      expect((await seen.container('halted').inspect()).State.Running).toBe(false);
    },
  );

  /** Ids of each service's containers. */
  async function containers(): Promise<Readonly<Record<string, readonly string[]>>> {
    const found = await Promise.all(fixtures.map(({ name }) => seen.containers(name)));
    return Object.fromEntries(fixtures.map(({ name }, at) => [name, (found[at] ?? []).map(({ Id }) => Id)]));
  }

  async function healths(): Promise<readonly (string | undefined)[]> {
    return (await Promise.all(running.map((name) => seen.row(name)))).map((row) => row?.health);
  }

  async function troubles(): Promise<readonly unknown[]> {
    return (await Promise.all(running.map((name) => seen.memory(name)))).map(({ trouble }) => trouble);
  }

  async function reachability(after: number): Promise<readonly boolean[]> {
    const events = await world.ports.events.read({ after, limit: 1000 });
    return events.flatMap((event) => (event.type === 'host.changed' ? [event.data.reachable] : []));
  }
});

/** Asked from inside of its container: the engine's network is not reached from outside. */
function knockingInside(port: number) {
  const readiness = { type: 'exec', command: ['/bin/sh', '-c', `nc -w 1 127.0.0.1 ${port} </dev/null`] };
  return { port, health: { readiness, interval: '1s', timeout: '2s', retries: 2 } };
}
