import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PreviewInput } from '#contracts/operations.ts';
import { type HostId, hostId, type ServiceId, serviceId } from '#domain/ids.ts';
import type { TaskRequest } from '#ports/task-engine.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { problemOf } from './support/http.ts';
import { tunnel as vpn } from './support/tunnel.ts';

const gibibyte = 1024 ** 3;

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

/** A host that has joined, with a memory of its own. */
async function join(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
  const host = hostId(name);
  const tokenHash = name;
  await api.hostStore.invite({ host, tokenHash, expires: '2099-01-01T00:00:00Z', labels });
  const certificate = { fingerprint: name, expires: '2099-01-01T00:00:00Z' };
  await api.hostStore.join({ tokenHash, certificate, address: '10.200.0.9' });
  await api.hostStore.setCapacity(host, { memoryBytes: 8 * gibibyte, processors: 4 });
  await report(name, true);
}

/** What the host's supervision tells of it. */
async function report(name: string, reachable: boolean): Promise<void> {
  const event = { id: randomUUID(), correlationId: 'c', time: new Date().toISOString() };
  await api.hostStore.report({ host: hostId(name), reachable, cause: 'test', event });
}

const install = (body: object) => api.send('POST', '/api/v1/services', { body });
const row = async (id: string) => api.services.get(serviceId(id));
const hostsOf = async () =>
  (await api.services.list()).map(({ id, host }): [ServiceId, HostId] => [id, host]);

describe('an install with one host', () => {
  it('goes there and has nothing to explain', async () => {
    await install({ service: 'redis' });
    expect(await row('redis')).toMatchObject({ host: 'local' });
    expect(await row('redis')).not.toHaveProperty('placement');
  });
});

describe('an install with several hosts', () => {
  it('goes where a person says, in the row, in the run and in what is shown', async () => {
    await join('attic');
    expect((await install({ service: 'redis', host: 'attic' })).status).toBe(202);
    expect(api.engine.started[0]).toMatchObject({ input: { service: 'redis', host: 'attic' } });
    const shown = await api.send('GET', '/api/v1/services/redis');
    expect(shown.body).toMatchObject({
      host: 'attic',
      placement: ['redis goes to attic: it was asked for', 'redis not to local: attic was asked for'],
    });
    const why = await api.send('GET', '/api/v1/services/redis/history');
    expect(why.body).toMatchObject({
      placement: [expect.stringContaining('goes to attic'), expect.anything()],
    });
  });

  it('goes to a host with the labels, by GraphQL too', async () => {
    await join('attic', { disk: 'large' });
    const query = `mutation($input: InstallServiceInput!) { installService(input: $input) { host placement } }`;
    const variables = { input: { service: 'redis', labels: { disk: 'large' } } };
    const answer = await api.send('POST', '/graphql', { body: { query, variables } });
    expect(answer.body).toMatchObject({
      data: {
        installService: {
          host: 'attic',
          placement: [
            'redis goes to attic: it has disk=large, as was asked for',
            'redis not to local: it has no label disk=large',
          ],
        },
      },
    });
  });

  it('takes a gateway’s member to the gateway, and starts each run on its own host', async () => {
    await join('attic');
    await install({ service: 'vpn', host: 'attic', settings: vpn });
    await api.send('POST', '/api/v1/tasks', {
      body: { operation: 'install', services: ['qbittorrent', 'redis'] },
    });
    expect(await hostsOf()).toEqual([
      ['qbittorrent', 'attic'],
      ['redis', 'local'],
      ['vpn', 'attic'],
    ]);
    expect(api.engine.started[1]).toMatchObject({
      operation: 'batch',
      input: {
        stages: [
          [
            { service: 'qbittorrent', host: 'attic' },
            { service: 'redis', host: 'local' },
          ],
        ],
      },
    });
  });

  it('is refused with what speaks against each host', async () => {
    await join('attic');
    await join('cellar');
    await report('cellar', false);
    const answer = await install({ service: 'redis', host: 'cellar' });
    const { code, faults } = problemOf(answer);
    expect(code).toBe('no-host');
    expect(faults).toEqual([
      { field: 'attic', reason: 'cellar was asked for' },
      { field: 'cellar', reason: 'its worker or its engine does not answer' },
      { field: 'local', reason: 'cellar was asked for' },
    ]);
    expect(await api.services.list()).toEqual([]);
  });

  it('does not move what is installed', async () => {
    await join('attic');
    await install({ service: 'redis', host: 'attic' });
    const { code, faults } = problemOf(await install({ service: 'redis', host: 'local' }));
    expect(code).toBe('invalid-input');
    expect(faults).toEqual([
      { field: 'host', reason: 'is not where redis is: it is installed on attic, and stays there' },
    ]);
  });

  it('takes no label and no host that could not be one', async () => {
    const { code, faults } = problemOf(
      await install({ service: 'redis', host: 'The Attic', labels: { 'a b': 'c' } }),
    );
    expect(code).toBe('invalid-input');
    expect(faults?.map(({ field }) => field).toSorted()).toEqual(['host', 'labels.a b']);
  });
});

describe('an install that links across hosts', () => {
  /** As its own operation leaves it, once it was begun. */
  const begin = (id: string) =>
    api.services.transition({
      service: serviceId(id),
      to: 'installing',
      cause: 'test',
      run: { workflowId: `svc/${id}`, runId: '0' },
      release: true,
      event: { id: `began-${id}`, correlationId: 'c', time: '2026-01-31T20:15:00Z' },
    });

  beforeEach(async () => {
    await join('attic');
    await install({ service: 'prowlarr' });
    await begin('prowlarr');
  });

  it('is refused before anything is written while the own host has no address that others reach', async () => {
    const { code, faults } = problemOf(await install({ service: 'sonarr', host: 'attic', settings: vpn }));
    expect(code).toBe('no-host');
    expect(faults).toEqual([
      {
        field: 'prowlarr',
        reason: expect.stringMatching(/^prowlarr is to be reached from another host, but/),
      },
    ]);
    expect((await api.services.list()).map(({ id }) => id)).toEqual(['prowlarr']);
  });

  it('makes what is called from there for the first time anew, before the request', async () => {
    await api.hostStore.ensureLocal(hostId('local'), '10.200.0.1');
    await install({ service: 'sonarr', host: 'attic', settings: vpn });
    const stagesOf = (request: TaskRequest | undefined) =>
      request?.operation === 'batch'
        ? request.input.stages.map((stage) => stage.map(({ service, host }) => `${service}@${host}`))
        : request?.operation;
    expect(stagesOf(api.engine.started[1])).toEqual([['prowlarr@local'], ['sonarr@attic']]);
    await install({ service: 'radarr', host: 'attic' });
    expect(stagesOf(api.engine.started[2])).toBe('install');
  });
});

describe('a preview', () => {
  it('says where each service would go, and pretends its row there', async () => {
    await join('attic');
    const asked: PreviewInput[] = [];
    api.engine.answerPreviews((input) => {
      asked.push(input);
      return { plans: [] };
    });
    const body = { operation: 'install', services: ['redis'], host: 'attic' };
    const answer = await api.send('POST', '/api/v1/plans', { body });
    expect(answer.body).toMatchObject({ services: [{ id: 'redis', host: 'attic' }] });
    expect(asked).toMatchObject([
      {
        members: [{ service: 'redis', host: 'attic' }],
        services: [
          { id: 'redis', host: 'attic', placement: [/goes to attic/, /not to local/].map(matching) },
        ],
      },
    ]);
  });
});

function matching(text: RegExp): unknown {
  return expect.stringMatching(text);
}
