import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serviceId } from '#domain/ids.ts';
import { soundSettings, startTestApi, type TestApi } from './support/api.ts';

const address = 'https://hooks.lan/token-of-the-receiver';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi({ settings: { ...soundSettings, 'alerts.webhook.url': address } });
  for (const [index, service] of ['sonarr', 'radarr'].entries()) {
    const event = { id: service, time: `2026-01-01T00:0${index}:00.000Z`, correlationId: 'monitor' };
    await api.alerts.raise({
      id: `alert-${service}`,
      service: serviceId(service),
      name: 'ServiceDown',
      severity: 'critical',
      summary: `${service} is down`,
      description: 'Three attempts failed.',
      sinks: ['webhook'],
      event,
    });
  }
  const event = { id: 'resolved', time: '2026-01-01T01:00:00.000Z', correlationId: 'monitor' };
  await api.alerts.resolve({ service: serviceId('sonarr'), name: 'ServiceDown', event });
});
afterEach(() => api.close());

async function list(query = '') {
  const { body, status } = await api.send('GET', `/api/v1/alerts${query}`);
  expect(status).toBe(200);
  return body as { alerts: { id: string }[]; sinks: object[] };
}

describe('alerts', () => {
  it('are listed with what became of telling each sink', async () => {
    const { alerts } = await list();
    expect(alerts).toEqual([
      {
        id: 'alert-radarr',
        service: 'radarr',
        name: 'ServiceDown',
        severity: 'critical',
        state: 'open',
        summary: 'radarr is down',
        description: 'Three attempts failed.',
        raisedAt: '2026-01-01T00:01:00.000Z',
        deliveries: [
          { sink: 'webhook', message: 'raised', state: 'due', detail: '', at: '2026-01-01T00:01:00.000Z' },
        ],
      },
      expect.objectContaining({
        id: 'alert-sonarr',
        state: 'resolved',
        resolvedAt: '2026-01-01T01:00:00.000Z',
      }),
    ]);
  });

  it('are filtered by state and service', async () => {
    const ids = async (query: string) => (await list(query)).alerts.map(({ id }) => id);
    expect(await ids('?state=open')).toEqual(['alert-radarr']);
    expect(await ids('?state=resolved')).toEqual(['alert-sonarr']);
    expect(await ids('?service=sonarr&state=open')).toEqual([]);
    expect(await ids('?limit=1')).toEqual(['alert-radarr']);
  });

  it('are refused a filter that there is not, every fault at once', async () => {
    const { status, body } = await api.send('GET', '/api/v1/alerts?state=closed&service=A&limit=0');
    expect(status).toBe(400);
    expect((body as { faults: object[] }).faults).toHaveLength(3);
  });

  it('say where they go without the address, which may hold a token', async () => {
    const answer = await list();
    expect(answer.sinks).toEqual([
      { name: 'alertmanager', state: 'off', detail: 'no address is set' },
      { name: 'webhook', state: 'on', detail: '' },
    ]);
    expect(JSON.stringify(answer)).not.toContain('token-of-the-receiver');
    const { revision } = await api.settings.read();
    await api.alerts.switchOff('webhook', { revision, reason: 'it wants no more: HTTP 410', at: '' });
    expect((await list()).sinks).toContainEqual({
      name: 'webhook',
      state: 'switched-off',
      detail: 'it wants no more: HTTP 410',
    });
  });

  it('are events too', async () => {
    const { body } = await api.send('GET', '/api/v1/events');
    const { events } = body as { events: { type: string; subject: string; data: object }[] };
    expect(events.map(({ type, subject }) => `${type} ${subject}`)).toEqual([
      'showrunner.alert.raised sonarr',
      'showrunner.alert.raised radarr',
      'showrunner.alert.resolved sonarr',
    ]);
  });
});
