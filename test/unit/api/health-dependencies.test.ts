import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serviceId } from '#domain/ids.ts';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { openStream } from './support/sse.ts';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/services', { body: { service: 'jellyfin' } });
  for (const service of ['redis', 'postgres', 'jellyfin']) await bringUp(service);
});
afterEach(() => api.close());

let count = 0;
function happening() {
  count += 1;
  return { id: `e-${count}`, correlationId: 'c', time: new Date(Date.UTC(2026, 0, 1) + count * 60_000).toISOString() };
}

async function moveTo(service: string, to: ServiceStatus): Promise<void> {
  await api.services.transition({
    service: serviceId(service),
    to,
    ...(to === 'running' ? { health: 'healthy' as const } : {}),
    cause: to === 'running' ? 'its operation succeeded' : 'install was asked for',
    run: { workflowId: `svc/${service}`, runId: '0'.repeat(36) },
    release: to === 'running',
    event: happening(),
  });
}

async function bringUp(service: string): Promise<void> {
  await moveTo(service, 'installing');
  await moveTo(service, 'running');
}

async function report(service: string, health: 'healthy' | 'unhealthy', cause: string): Promise<void> {
  await api.services.report({ service: serviceId(service), health, cause, event: happening() });
}

async function breakBoth(): Promise<void> {
  await report('postgres', 'unhealthy', 'showrunner-postgres exited with code 137');
  await report('jellyfin', 'unhealthy', 'HTTP 503');
}

const get = async (path: string) => (await api.send('GET', `/api/v1${path}`)).body;

describe('the health of dependencies', () => {
  it('is the graph of what requires what, with nothing to blame where all is well', async () => {
    expect(await get('/health/dependencies')).toMatchObject({
      services: [
        {
          id: 'jellyfin',
          status: 'running',
          health: 'healthy',
          desired: 'running',
          requires: [
            { service: 'postgres', capability: 'sql-database', via: 'network' },
            { service: 'redis', capability: 'cache', via: 'network' },
          ],
          rootCauses: [],
        },
        { id: 'postgres', requires: [], rootCauses: [] },
        { id: 'redis' },
      ],
      rootCauses: [],
    });
  });

  it('names the root cause, why it is down, and who suffers', async () => {
    await breakBoth();
    const optional = ((await get('/health/dependencies')) as { services: { requires: { optional: boolean }[] }[] })
      .services[0]?.requires[0]?.optional;
    expect(await get('/health/dependencies')).toMatchObject({
      services: [
        { id: 'jellyfin', rootCauses: [optional === true ? 'jellyfin' : 'postgres'] },
        { id: 'postgres', rootCauses: ['postgres'] },
        { id: 'redis', rootCauses: [] },
      ],
    });
  });
});
