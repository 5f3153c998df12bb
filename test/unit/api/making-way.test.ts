import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyWaitMs } from '#api/use-cases/idempotency.ts';
import { patienceMs } from '#api/use-cases/make-way.ts';
import { DomainError } from '#domain/errors.ts';
import { serviceId, type TaskId } from '#domain/ids.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { bringTo } from './support/bring-to.ts';
import { problemOf } from './support/http.ts';
import { tunnel as vpn } from './support/tunnel.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/tasks', {
    body: { operation: 'install', services: ['sonarr', 'radarr'], settings: vpn },
  });
  for (const task of (await api.engine.list({ limit: 10 })).tasks)
    api.engine.describeAs(task.id, { status: 'succeeded' });
  for (const { id } of await api.services.list()) await bringTo(api, id, 'running');
});
afterEach(() => api.close());

const post = (path: string, body?: object) => api.send('POST', `/api/v1/services/${path}`, { body });
const row = (id: string) => api.services.get(serviceId(id));
const refusal = (answer: Awaited<ReturnType<typeof post>>) => [answer.status, problemOf(answer).code];
const origin = { correlationId: 'r', requestedBy: 'monitor' };

/** An open run on the service's lock, as it is between a request and its first activity. */
async function openRun(id: string, operation: 'stop' | 'recover'): Promise<TaskId> {
  const input = { service: serviceId(id), host: api.context.instance.host, origin };
  return operation === 'stop'
    ? api.engine.start({ operation, input, summary: `stop ${id}` })
    : api.engine.start({ operation, input: { ...input, cause: 'it is ill' }, summary: `recover ${id}` });
}

/** The lock was free when it was looked at; whoever takes it meanwhile is seen at the start only. */
function lookTooEarly(): void {
  vi.spyOn(api.engine, 'openTask').mockResolvedValueOnce(undefined);
}

describe('a change that is refused because another person’s task is open', () => {
  const version = async () => (await row('redis'))?.definition.version;

  it('leaves the change that was accepted, and names its task', async () => {
    const first = await post('redis/update', { version: '9.9' });
    const second = await post('redis/update', { version: '8.8' });
    expect(refusal(second)).toEqual([409, 'service-busy']);
    expect(problemOf(second).data).toMatchObject({ task: (first.body as { id: string }).id });
    expect(await version()).toBe('9.9');
    expect(await row('redis')).toHaveProperty('previous');
  });

  it('takes nothing back, also when that task began between the look and the start', async () => {
    await post('redis/update', { version: '9.9' });
    lookTooEarly();
    expect(refusal(await post('redis/update', {}))).toEqual([409, 'service-busy']);
    expect(await row('redis')).toHaveProperty('previous');
  });
});

describe('of two changes at one time', () => {
  it('one is accepted, and nothing of the other stays', async () => {
    const versions = ['9.9', '8.8'];
    const answers = await Promise.all(versions.map((version) => post('redis/update', { version })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    const accepted = versions[answers.findIndex(({ status }) => status === 202)];
    expect((await row('redis'))?.definition.version).toBe(accepted);
  });

  it('the one that finds another task on the lock takes back what it wrote', async () => {
    const before = await row('redis');
    await openRun('redis', 'stop');
    lookTooEarly();
    expect(refusal(await post('redis/update', { version: '9.9' }))).toEqual([409, 'service-busy']);
    expect(await row('redis')).toEqual({ ...before, revision: expect.any(Number) });
  });
});

describe('an operation that is refused because another person’s task is open', () => {
  const stopped = { desired: 'stopped', stoppedWith: 'prowlarr' };

  it('takes back nothing that a cascading stop has claimed', async () => {
    await post('prowlarr/stop?cascade=true');
    await openRun('sonarr', 'stop');
    lookTooEarly();
    expect(refusal(await post('sonarr/stop'))).toEqual([409, 'service-busy']);
    expect(await row('sonarr')).toMatchObject({ desired: 'stopped' });
  });

  it('takes back nothing as a restart, which had claimed nothing', async () => {
    await post('prowlarr/stop?cascade=true');
    await openRun('sonarr', 'stop');
    lookTooEarly();
    expect(refusal(await post('sonarr/restart'))).toEqual([409, 'service-busy']);
    expect(await row('sonarr')).toMatchObject(stopped);
  });

  it('nor does a restart that could not be started for an outage', async () => {
    await post('prowlarr/stop?cascade=true');
    const away = new DomainError('temporal-unreachable', 'Temporal does not answer.');
    vi.spyOn(api.engine, 'start').mockRejectedValueOnce(away);
    expect((await post('sonarr/restart')).status).toBe(503);
    expect(await row('sonarr')).toMatchObject(stopped);
  });
});

describe('a recovery', () => {
  async function recovering(id: string): Promise<() => Promise<string | undefined>> {
    await bringTo(api, serviceId(id), 'recovering');
    const task = await openRun(id, 'recover');
    return async () => (await api.engine.describe(task))?.status;
  }

  it('goes on when the stop is refused because others require the service', async () => {
    const status = await recovering('prowlarr');
    expect(refusal(await post('prowlarr/stop'))).toEqual([409, 'service-required']);
    expect(await status()).toBe('running');
  });

  it('goes on when the uninstall is refused because others require the service', async () => {
    const status = await recovering('prowlarr');
    const answer = await api.send('DELETE', '/api/v1/services/prowlarr');
    expect(refusal(answer)).toEqual([409, 'service-required']);
    expect(answer.text).toContain('radarr, sonarr');
    expect(await status()).toBe('running');
  });

  it('goes on when the change is refused because the settings were changed since they were read', async () => {
    const status = await recovering('vpn');
    const answer = await api.send('PUT', '/api/v1/services/vpn', {
      body: { settings: { provider: 'nordvpn' } },
      headers: { 'if-match': '"of-another-time"' },
    });
    expect(refusal(answer)).toEqual([412, 'revision-mismatch']);
    expect(await status()).toBe('running');
  });

  it('goes on when a start is asked for, since it is what brings the service up', async () => {
    const status = await recovering('sonarr');
    const answer = await post('sonarr/start');
    expect(refusal(answer)).toEqual([409, 'illegal-transition']);
    expect(answer.text).toContain('sonarr is recovering');
    expect(await status()).toBe('running');
  });

  it('makes way also when it began after the look', async () => {
    const open = await openRun('redis', 'recover');
    lookTooEarly();
    const answer = post('redis/update', { version: '9.9' });
    await expect.poll(async () => (await api.engine.describe(open))?.status).toBe('cancelling');
    api.engine.describeAs(open, { status: 'cancelled' });
    expect((await answer).status).toBe(202);
    expect((await row('redis'))?.definition.version).toBe('9.9');
  });

  it.each([
    { operation: 'stop', service: 'sonarr' },
    { operation: 'restart', service: 'sonarr' },
    { operation: 'reconfigure', service: 'sonarr', settings: {} },
    { operation: 'update', service: 'sonarr', version: '9.9' },
  ])(
    'goes on while a plan is looked at, which is that of what it will make way for: $operation',
    async (body) => {
      const status = await recovering('sonarr');
      const pretended: (string | undefined)[] = [];
      vi.spyOn(api.engine, 'preview').mockImplementationOnce(async ({ input }) => {
        pretended.push(...input.services.map((one) => one.status));
        return { plans: [] };
      });
      const { status: answered } = await api.send('POST', '/api/v1/plans', { body });
      expect([answered, pretended, await status()]).toEqual([200, ['degraded'], 'running']);
    },
  );

  it('makes way for what may begin', async () => {
    const status = await recovering('sonarr');
    const answer = post('sonarr/stop');
    await expect.poll(status).toBe('cancelling');
    const run = (await row('sonarr'))?.run;
    if (run === undefined) throw new Error('The recovery does not hold the row.');
    const event = { id: 'left', correlationId: 'r', time: new Date().toISOString() };
    const id = serviceId('sonarr');
    await api.services.transition({
      service: id,
      to: 'running',
      cause: 'cancelled',
      run,
      release: true,
      event,
    });
    const open = await api.engine.openTask(id);
    if (open !== undefined) api.engine.describeAs(open, { status: 'cancelled' });
    expect((await answer).status).toBe(202);
  });
});

it('a request that waits for a recovery’s end is not taken for dead by its own repeat', () => {
  // It may wait twice; what comes after each wait has the deadline of one call to Temporal, 10 s.
  expect(2 * (patienceMs + 10_000)).toBeLessThan(keyWaitMs);
});
