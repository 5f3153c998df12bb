import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAlertmanagerSink } from '#adapters/alertmanager/alertmanager.ts';
import type { Alert } from '#domain/alert.ts';
import { serviceId } from '#domain/ids.ts';
import { type RunningAlertmanager, startAlertmanager } from '#test/support/alerts/alertmanager.ts';
import { type Receiver, startReceiver } from '#test/support/alerts/receiver.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { anAlert, aPosting } from './alerts.ts';

const within = { timeout: 30_000, interval: 50 };

describe('the real Alertmanager', () => {
  let receiver: Receiver;
  let alertmanager: RunningAlertmanager;
  const sink = createAlertmanagerSink();

  beforeAll(async () => {
    receiver = await startReceiver();
    alertmanager = await startAlertmanager({ receiver: receiver.url, prefix: '/alerts' });
  }, 180_000);
  afterAll(async () => {
    await alertmanager.stop();
    await receiver.stop();
  });
  beforeEach(() => receiver.received.splice(0));

  const raise = (alert: Alert) => sink.post(aPosting(alertmanager.url, 'raised', alert));
  const shown = async (service: string) =>
    (await alertmanager.shown()).filter(({ labels }) => labels.service === service);
  /** What Alertmanager told its own receiver about the service, in order. */
  const notified = (service: string) =>
    receiver.received
      .map(({ body }) => JSON.parse(body) as { status: string; commonLabels: Record<string, string> })
      .filter(({ commonLabels }) => commonLabels.service === service)
      .map(({ status }) => status);

  test('shows an alert once, however often it is told, and notifies of it and of its end once', async () => {
    const alert = anAlert();
    for (let time = 0; time < 3; time += 1) expect(await raise(alert)).toEqual({ outcome: 'accepted' });
    expect(await shown('sonarr')).toMatchObject([
      {
        labels: { alertname: 'ServiceDown', service: 'sonarr', instance: 'home', severity: 'critical' },
        annotations: { summary: alert.summary, description: alert.description },
        startsAt: alert.raisedAt,
      },
    ]);
    await expect.poll(() => notified('sonarr'), within).toEqual(['firing']);
    const resolved = { ...alert, resolvedAt: new Date().toISOString() };
    for (let time = 0; time < 2; time += 1) {
      await sink.post(aPosting(alertmanager.url, 'resolved', resolved));
    }
    expect(await shown('sonarr')).toEqual([]);
    await expect.poll(() => notified('sonarr'), within).toEqual(['firing', 'resolved']);
    // Another alert's notification comes a group interval later: by then a second one of this would have come too.
    await raise(anAlert({ service: serviceId('later') }));
    await expect.poll(() => notified('later'), within).toEqual(['firing']);
    expect(notified('sonarr')).toEqual(['firing', 'resolved']);
  });

  test('holds an open alert for ten minutes beyond the last word of it', async () => {
    await raise(anAlert({ service: serviceId('held') }));
    const [alert] = await shown('held');
    const ahead = Date.parse(alert?.endsAt ?? '') - Date.now();
    expect(ahead).toBeGreaterThan(590_000);
    expect(ahead).toBeLessThanOrEqual(600_000);
  });

  test('forgets an alert that it is told of no more', async () => {
    const brief = createAlertmanagerSink({ repeatMilliseconds: 200, holdMilliseconds: 5000 });
    await brief.post(aPosting(alertmanager.url, 'raised', anAlert({ service: serviceId('brief') })));
    expect(await shown('brief')).toHaveLength(1);
    await expect.poll(() => shown('brief'), within).toEqual([]);
  });

  test('knows nothing after its own restart, until it is told again', async () => {
    const alert = anAlert({ service: serviceId('restarted') });
    await raise(alert);
    await alertmanager.kill();
    await alertmanager.start();
    expect(await shown('restarted')).toEqual([]);
    await raise(alert);
    expect(await shown('restarted')).toHaveLength(1);
  });

  test('an alert that was resolved before it was told of raises nothing there', async () => {
    const passed = anAlert({ service: serviceId('passed'), resolvedAt: new Date().toISOString() });
    expect(await raise(passed)).toEqual({ outcome: 'accepted' });
    expect(await shown('passed')).toEqual([]);
  });
});

describe('an Alertmanager that is not well', () => {
  const sink = createAlertmanagerSink();

  test('is unavailable while nobody listens', async () => {
    const port = await freePort();
    const answer = await sink.post(aPosting(`http://127.0.0.1:${port}`, 'raised', anAlert()));
    expect(answer).toEqual({ outcome: 'unavailable', detail: 'the connection failed (ECONNREFUSED)' });
  });

  test('refuses where its address has another path', async () => {
    const receiver = await startReceiver();
    receiver.answerAlways((response) => response.writeHead(404).end());
    const answer = await sink.post(aPosting(receiver.url, 'raised', anAlert()));
    expect(answer).toEqual({ outcome: 'refused', detail: 'HTTP 404' });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks/api/v2/alerts']);
    await receiver.stop();
  });
});
