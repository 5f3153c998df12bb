import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Definition, PortDefinition } from '#domain/definition.ts';
import { definitionId, serviceId } from '#domain/ids.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { bringTo } from './support/bring-to.ts';
import { problemOf } from './support/http.ts';
import { tunnel as vpn } from './support/tunnel.ts';

const sonarr = serviceId('sonarr');
const web = { container: 8989, protocol: 'tcp', host: 8989 };
const added = { container: 8443, protocol: 'tcp', host: 8543 };

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
  await api.send('POST', '/api/v1/tasks', {
    body: { operation: 'install', services: ['sonarr'], settings: vpn },
  });
  for (const task of (await api.engine.list({ limit: 10 })).tasks)
    api.engine.describeAs(task.id, { status: 'succeeded' });
  for (const { id } of await api.services.list()) await bringTo(api, id, 'running');
  await api.settings.write({ 'network.portOffset': 100 });
});
afterEach(() => api.close());

const row = () => api.services.get(sonarr);
const update = () => api.send('POST', '/api/v1/services/sonarr/update', { body: {} });

/** What the catalog has from now on: sonarr with these ports. */
async function publish(...ports: readonly PortDefinition[]): Promise<Definition> {
  const known = await api.catalog.find(definitionId('sonarr'));
  const [main, ...others] = known?.components ?? [];
  if (known === undefined || main === undefined) throw new Error('The catalog has no sonarr.');
  const newer = { ...known, version: '99.0', components: [{ ...main, ports }, ...others] };
  vi.spyOn(api.catalog, 'find').mockResolvedValue(newer);
  return newer;
}

describe('an update to a definition that publishes other ports', () => {
  it('publishes what is new at the offset of today, and leaves where it is what was there', async () => {
    await publish({ container: 8989, protocol: 'tcp' }, { container: 8443, protocol: 'tcp' });
    expect((await update()).status).toBe(202);
    expect(await row()).toMatchObject({ ports: [added, web], previous: { ports: [web] } });
    const { body } = await api.send('GET', '/api/v1/services/sonarr');
    expect(body).toMatchObject({ ports: [added, web] });
  });

  it('keeps what is dropped until it has succeeded', async () => {
    await publish({ container: 8443, protocol: 'tcp' });
    expect((await update()).status).toBe(202);
    expect(await row()).toMatchObject({ ports: [added, web] });
    await bringTo(api, sonarr, 'stopped');
    expect((await row())?.ports).toEqual([added]);
  });

  it('is refused with the holder of a port that is taken, before anything is started', async () => {
    await publish({ container: 8989, protocol: 'tcp' }, { container: 9596, protocol: 'tcp' });
    const prowlarr = (await api.services.get(serviceId('prowlarr')))?.ports[0];
    expect(prowlarr?.host).toBe(9696);
    const before = await row();
    const started = api.engine.started.length;
    const answer = await update();
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'port-taken']);
    expect(answer.text).toContain('held by prowlarr');
    expect([await row(), api.engine.started.length]).toEqual([before, started]);
  });

  it('is a fault where a port would be beyond the last one', async () => {
    await publish({ container: 65_500, protocol: 'tcp' });
    const answer = await update();
    expect([answer.status, problemOf(answer).code]).toEqual([400, 'invalid-input']);
    expect(answer.text).toContain('network.portOffset');
  });

  it('shows in its plan what it publishes and what it gives up', async () => {
    await publish({ container: 8443, protocol: 'tcp' });
    const preview = vi.spyOn(api.engine, 'preview').mockResolvedValueOnce({ plans: [] });
    const { body } = await api.send('POST', '/api/v1/plans', {
      body: { operation: 'update', service: 'sonarr' },
    });
    expect(preview.mock.calls[0]?.[0].input.services).toMatchObject([
      { ports: [added], previous: { ports: [web] } },
    ]);
    expect(body).toMatchObject({
      notes: [
        'sonarr publishes 8443/tcp at port 8543 of the host',
        'sonarr gives up port 8989/tcp of the host',
      ],
    });
  });
});
