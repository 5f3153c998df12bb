import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listInstanceResources } from '#assembly/instance-resources.ts';
import { type Answer, restClient, taskIdOf } from '#test/support/control-plane/client.ts';
import { type ControlPlane, startControlPlane } from '#test/support/control-plane/control-plane.ts';
import { buildTestImage, type TestImage } from '#test/support/docker/index.ts';
import { type FixtureCatalog, writeFixtureCatalog } from '#test/support/fixtures/fixture-catalog.ts';

const image = 'showrunner-test/concurrency:1';

describe('requests at the same time', () => {
  let built: TestImage;
  let catalog: FixtureCatalog;
  let world: ControlPlane;
  let api: ReturnType<typeof restClient>;

  beforeAll(async () => {
    built = await buildTestImage(image);
    catalog = await writeFixtureCatalog([
      { name: 'alone', image, port: 8000 },
      { name: 'keyed', image, port: 8001 },
      { name: 'series', image, requires: ['indexer', 'client', 'player'], port: 8002 },
      { name: 'films', image, requires: ['indexer', 'client', 'player'], port: 8003 },
      { name: 'indexer', image, port: 8004 },
      { name: 'client', image, port: 8005 },
      { name: 'player', image, port: 8006 },
    ]);
    world = await startControlPlane({ catalog: catalog.folder });
    api = restClient(world);
  });

  afterAll(async () => {
    await world.stop();
    await catalog.remove();
    await built.remove();
  });

  const install = (service: string, headers?: Record<string, string>) =>
    api.call('POST', '/services', { service }, headers);

  test('two installs of one service: one is accepted, the other is refused with the first one’s task', async () => {
    const answers = await Promise.all([install('alone'), install('alone')]);
    const accepted = answers.find(({ status }) => status === 202);
    const refused = answers.find(({ status }) => status === 409);
    if (accepted === undefined || refused === undefined) throw new Error(JSON.stringify(answers));
    expect(refused.body).toMatchObject({ code: 'service-busy', data: { task: taskIdOf(accepted) } });
    expect((await api.ended(taskIdOf(accepted))).status).toBe('succeeded');
  });

  test('the same Idempotency-Key: the same task, and one effect', async () => {
    const headers = { 'idempotency-key': 'one-key' };
    const first = await install('keyed', headers);
    const again = await install('keyed', headers);
    expect(taskIdOf(again)).toBe(taskIdOf(first));
    expect((await api.ended(taskIdOf(first))).status).toBe('succeeded');
    expect(taskIdOf(await install('keyed', headers))).toBe(taskIdOf(first));
    expect(await install('alone', headers)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-mismatch' },
    });
  });

  test('two services that require the same three share one of each', async () => {
    const answers = await Promise.all([install('series'), install('films')]);
    for (const answer of answers) expect((await api.ended(taskIdOf(answer))).status).toBe('succeeded');
    const { containers } = await listInstanceResources({ instance: world.configuration.instance });
    const shared = containers
      .map(({ service }) => service)
      .filter((service) => ['indexer', 'client', 'player'].includes(service));
    expect(shared.sort()).toEqual(['client', 'indexer', 'player']);
  });

  test('uninstall of what is required is refused with the names of those that require it', async () => {
    const refused = await api.call('DELETE', '/services/indexer');
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'service-required', data: { requiredBy: ['films', 'series'] } },
    });
  });

  test('uninstall of a provider against the install of its consumer: one of them is refused, always', async () => {
    for (const service of ['series', 'films']) await done(await api.call('DELETE', `/services/${service}`));
    for (let round = 0; round < 6; round += 1) {
      const [removal, installation] = await Promise.all([
        api.call('DELETE', '/services/indexer'),
        install('series'),
      ]);
      const accepted = [removal, installation].filter(({ status }) => status === 202);
      expect(accepted, JSON.stringify([removal, installation])).toHaveLength(1);
      await done(...accepted);
      await done(
        removal.status === 202 ? await install('indexer') : await api.call('DELETE', '/services/series'),
      );
    }
  });

  async function done(...answers: readonly Answer[]): Promise<void> {
    for (const answer of answers) {
      const task = await api.ended(taskIdOf(answer));
      expect(task.status, JSON.stringify(task.error)).toBe('succeeded');
    }
  }
});
