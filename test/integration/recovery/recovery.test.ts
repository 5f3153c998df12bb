import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { createWitness, type Witness } from '#test/support/control-plane/witness.ts';
import { buildTestImage, rawDocker, type TestImage } from '#test/support/docker/index.ts';
import {
  askedOften,
  type FixtureCatalog,
  writeFixtureCatalog,
} from '#test/support/fixtures/fixture-catalog.ts';

const image = 'showrunner-test/recovery:1';
const within = { timeout: 30_000, interval: 20 };

/** One service for each thing that happens: what ails again within two minutes is held back, as it should be. */
const fixtures = [
  { name: 'crashing', image, ...askedOften(8001) },
  { name: 'killed', image, ...askedOften(8002) },
  { name: 'removed', image, ...askedOften(8003) },
  { name: 'hanging', image, ...askedOften(8004) },
  { name: 'lower', image, ...askedOften(8005), delay: 5, start: 20 },
  { name: 'upper', image, requires: ['lower'], ...reaching('lower', 8005, 8006) },
  { name: 'stubborn', image, ...askedOften(8007), delay: 5, start: 20 },
  { name: 'missed', image, ...askedOften(8010) },
  { name: 'paused', image, ...askedOften(8008) },
  { name: 'altered', image, ...askedOften(8009) },
] as const;

describe('recovery on a real engine', () => {
  let built: TestImage;
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let api: ReturnType<typeof restClient>;
  let seen: Witness;

  beforeAll(async () => {
    built = await buildTestImage(image);
    catalog = await writeFixtureCatalog(fixtures);
    world = await startControlPlane({ catalog: catalog.folder });
    api = restClient(world);
    seen = createWitness(world);
    const opened = await Promise.all(
      fixtures
        .filter(({ name }) => name !== 'lower')
        .map(({ name }) => api.call('POST', '/services', { service: name })),
    );
    for (const answer of opened) {
      const { status, service, error } = await api.ended(taskIdOf(answer));
      expect({ service, status, error }).toEqual({ service, status: 'succeeded', error: undefined });
    }
  });

  afterAll(async () => {
    await world?.stop();
    await catalog?.remove();
    await built?.remove();
  });

  const head = () => world.ports.events.head();
  const phases = async (name: string, after: number) =>
    (await seen.notes(name, after)).map(({ phase }) => phase);

  /** Its row says so, nothing ails it in memory, and the engine runs one container of it. */
  async function expectWell(name: string): Promise<void> {
    const look = async () => ({
      row: await seen.row(name),
      trouble: (await seen.memory(name)).trouble,
      states: (await seen.containers(name)).map(({ State }) => State),
    });
    await expect.poll(look, within).toMatchObject({
      row: { status: 'running', health: 'healthy' },
      trouble: undefined,
      states: ['running'],
    });
  }

  test('a program that is killed is started again by the engine, and the row tells of it', async () => {
    const before = await seen.container('crashing').inspect();
    const from = await head();
    process.kill(before.State.Pid, 'SIGKILL');
    await expect
      .poll(() => seen.states('crashing', from), within)
      .toEqual([
        expect.stringMatching(/^degraded: .* ended with exit code 137$/),
        expect.stringMatching(/^running: /),
      ]);
    await expectWell('crashing');
    const after = await seen.container('crashing').inspect();
    expect({ id: after.Id, restarts: after.RestartCount }).toEqual({ id: before.Id, restarts: 1 });
    expect(await phases('crashing', from)).toEqual([]);
  });

  test('a container that was killed with Docker’s own command, which Docker leaves dead, is started again', async () => {
    const { Id } = await seen.container('killed').inspect();
    const from = await head();
    await seen.container('killed').kill();
    await expect.poll(() => phases('killed', from), within).toEqual(['attempt', 'recovered']);
    await expectWell('killed');
    expect(await seen.container('killed').inspect()).toMatchObject({ Id, State: { Running: true } });
  });

  test('a container that was removed is made again, once', async ({ annotate }) => {
    const { Id } = await seen.container('removed').inspect();
    const from = await head();
    await seen.container('removed').remove({ force: true });
    const removedAt = Date.now();
    await expect.poll(() => phases('removed', from), within).toEqual(['attempt', 'recovered']);
    const after = await seen.container('removed').inspect();
    await annotate(`removed → running: ${Date.parse(after.State.StartedAt) - removedAt} ms`);
    expect(after.Id).not.toBe(Id);
    await expectWell('removed');
    expect(await seen.operations('removed', from)).toEqual(['recover']);
  });

  test('a service that runs and does not answer is started anew', async ({ annotate }) => {
    const container = seen.container('hanging');
    const before = await container.inspect();
    // What has been started a moment ago would be given the time that a start may take.
    await expect.poll(() => Date.now() - Date.parse(before.State.StartedAt), within).toBeGreaterThan(10_000);
    const from = await head();
    const hungAt = Date.now();
    for (const pid of await pidsOf(container)) process.kill(pid, 'SIGSTOP');
    await expect.poll(() => phases('hanging', from), within).toEqual(['attempt', 'recovered']);
    await annotate(`hung → healthy: ${Date.now() - hungAt} ms`);
    await expectWell('hanging');
    const after = await container.inspect();
    expect(after.Id).toBe(before.Id);
    expect(after.State.StartedAt).not.toBe(before.State.StartedAt);
  });

  test('the root cause is recovered, and who requires it is neither touched nor blamed', async () => {
    const before = await seen.container('upper').inspect();
    const from = await head();
    await seen.container('lower').remove({ force: true });
    await expect.poll(() => phases('upper', from), within).toContain('waiting');
    expect(await seen.notes('upper', from)).toMatchObject([{ waitsFor: 'lower' }]);
    await expect.poll(() => phases('lower', from), within).toEqual(['attempt', 'recovered']);
    await expectWell('lower');
    await expectWell('upper');
    // It comes round by itself, before or after it hears that it need not wait any more.
    expect((await phases('upper', from)).filter((phase) => phase !== 'recovered')).toEqual(['waiting']);
    expect(await seen.operations('upper', from)).toEqual([]);
    expect(await seen.memory('upper')).toMatchObject({ failures: 0 });
    expect((await seen.container('upper').inspect()).State.StartedAt).toBe(before.State.StartedAt);
  });

  test('a stop by a person during the recovery wins, and nothing starts it again', async () => {
    const from = await head();
    await seen.container('stubborn').remove({ force: true });
    await expect.poll(async () => (await seen.row('stubborn'))?.status, within).toBe('recovering');
    const stopped = await api.ended(taskIdOf(await api.call('POST', '/services/stubborn/stop')));
    expect(stopped.status).toBe('succeeded');
    const unconcerned = { failures: 0, restarts: [], alerts: {} };
    await expect.poll(() => seen.memory('stubborn'), within).toEqual(unconcerned);
    // Everything is compared once more, and the monitors of what differs are told.
    expect(await api.call('POST', '/hosts/local/reconcile')).toMatchObject({ status: 200 });
    expect(await seen.row('stubborn')).toMatchObject({ status: 'stopped', desired: 'stopped' });
    expect(await seen.operations('stubborn', from)).toEqual(['recover', 'stop']);
    expect((await seen.containers('stubborn')).filter(({ State }) => State === 'running')).toEqual([]);
  });

  test('a paused container goes on', async () => {
    const from = await head();
    await seen.container('paused').pause();
    await expect.poll(() => phases('paused', from), within).toEqual(['attempt', 'recovered']);
    await expectWell('paused');
  });

  test('a container that got another name is called again as before', async () => {
    const from = await head();
    const { Id } = await seen.container('altered').inspect();
    await rawDocker()
      .getContainer(Id)
      .rename({ name: `showrunner-${world.home.name}-by-hand` });
    await expect.poll(() => phases('altered', from), within).toEqual(['attempt', 'recovered']);
    await expectWell('altered');
    expect(await seen.container('altered').inspect()).toMatchObject({ State: { Running: true } });
  });

  test('a container that was taken out of its network is in it again', async () => {
    const from = await head();
    await disconnect('altered');
    await expect.poll(() => phases('altered', from), within).toEqual(['attempt', 'recovered']);
    await expectWell('altered');
    expect(await networksOf('altered')).toEqual([network()]);
  });

  test('drift that is only to be reported is told and left as it is, until the setting says otherwise', async () => {
    await world.ports.settings.write({ 'recovery.drift': 'report' });
    const from = await head();
    await disconnect('altered');
    await expect
      .poll(() => seen.notes('altered', from), within)
      .toMatchObject([{ phase: 'waiting', cause: expect.stringContaining('drift is only reported') }]);
    expect(await networksOf('altered')).toEqual([]);
    await world.ports.settings.write({ 'recovery.drift': 'repair' });
    await api.call('POST', '/hosts/local/reconcile');
    await expect.poll(() => phases('altered', from), within).toEqual(['waiting', 'attempt', 'recovered']);
    expect(await networksOf('altered')).toEqual([network()]);
  });

  test('a container that was removed while nobody watched is missed as soon as somebody does', async () => {
    const from = await head();
    await world.processes.host.kill();
    await seen.container('missed').remove({ force: true });
    await world.processes.host.restart();
    await expect.poll(() => phases('missed', from), within).toEqual(['attempt', 'recovered']);
    for (const { name } of fixtures) if (name !== 'stubborn') await expectWell(name);
    expect(await seen.row('stubborn')).toMatchObject({ status: 'stopped', desired: 'stopped' });
  });

  const network = () => `showrunner-${world.home.name}-main`;

  async function disconnect(name: string): Promise<void> {
    const { Id } = await seen.container(name).inspect();
    await rawDocker().getNetwork(network()).disconnect({ Container: Id });
  }

  async function networksOf(name: string): Promise<readonly string[]> {
    return Object.keys((await seen.container(name).inspect()).NetworkSettings.Networks);
  }
});

/** Well as long as it reaches the other one, by its name in the network. busybox's own client for HTTP does not run in an empty image. */
function reaching(other: string, otherPort: number, port: number) {
  const address = `nslookup ${other} | sed -n 's#^Address: \\(10[.].*\\)#\\1 ${otherPort}#p'`;
  const readiness = { type: 'exec', command: ['/bin/sh', '-c', `${address} | xargs nc -w 3`] };
  return { port, start: 20, health: { readiness, interval: '1s', timeout: '5s', retries: 2 } };
}

async function pidsOf(container: ReturnType<Witness['container']>): Promise<readonly number[]> {
  const { Titles, Processes } = await container.top();
  const column = Titles.indexOf('PID');
  return Processes.map((line: readonly string[]) => Number(line[column]));
}
