import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { hostId, serviceId } from '#domain/ids.ts';
import { startAlertmanager } from '#test/support/alerts/alertmanager.ts';
import { type Received, type Receiver, startReceiver, status } from '#test/support/alerts/receiver.ts';
import { type AlertWorld, startAlertWorld } from '#test/support/alerts/world.ts';
import { sketch } from '#test/support/operations/definitions.ts';

const within = { timeout: 20_000, interval: 20 };

describe('telling sinks of alerts', () => {
  let world: AlertWorld;
  let webhook: Receiver;
  let alertmanager: Receiver;

  beforeAll(async () => {
    world = await startAlertWorld({
      temporalAddress: inject('temporalAddress'),
      workflowBundle: inject('workflowBundle'),
    });
  });
  afterAll(() => world.stop());
  beforeEach(async () => {
    webhook = await startReceiver();
    alertmanager = await startReceiver();
    await world.settings.write({
      'alerts.webhook.url': webhook.url,
      'alerts.alertmanager.url': alertmanager.url,
    });
  });
  afterEach(async () => {
    await webhook.stop();
    await alertmanager.stop();
  });

  /** What a sink was sent of one service: another test's alert may still be on its way. */
  const of = (service: string, { received }: Receiver) =>
    received.filter(({ body }) => body.includes(`"service":"${service}"`));
  const types = (service: string) =>
    of(service, webhook).map(({ body }) => (JSON.parse(body) as { type: string }).type);
  const ids = (service: string) => of(service, webhook).map(({ headers }) => headers['webhook-id']);
  /** What Alertmanager would make of each post. */
  const posted = (service: string) => of(service, alertmanager).map(stateIn);
  const ended = async (service: string, sink: 'webhook' | 'alertmanager') =>
    (await world.run(service, sink).describe()).status.name;

  test('a webhook is told of the alert and of its end, once each, signed with the generated secret', async () => {
    await world.raise('once');
    await world.raise('once');
    await expect.poll(() => types('once'), within).toEqual(['alert.raised']);
    await expect.poll(() => ended('once', 'webhook'), within).toBe('COMPLETED');
    await world.resolve('once');
    await world.resolve('once');
    await expect.poll(() => types('once'), within).toEqual(['alert.raised', 'alert.resolved']);
    await expect.poll(() => ended('once', 'webhook'), within).toBe('COMPLETED');
    const verifier = new Webhook(await world.secret());
    for (const { body, headers } of of('once', webhook)) {
      expect(verifier.verify(body, headers as Record<string, string>)).toMatchObject({
        data: { service: 'once', name: 'ServiceDown', severity: 'critical', instance: 'home' },
      });
    }
  });

  test('Alertmanager is told again while the alert is open, and of its end once; then the run ends', async () => {
    await world.raise('again');
    await expect.poll(() => posted('again').length, within).toBeGreaterThan(3);
    await world.resolve('again');
    await expect.poll(() => ended('again', 'alertmanager'), within).toBe('COMPLETED');
    expect(posted('again').filter((state) => state === 'resolved')).toHaveLength(1);
    expect(posted('again').at(-1)).toBe('resolved');
  });

  test('a webhook that fails is tried again with the same id, and holds up neither the raising nor Alertmanager', async () => {
    webhook.answerNext(status(503), (response) => response.destroy(), status(500));
    await world.raise('failing');
    await expect.poll(() => posted('failing'), within).toContain('firing');
    await world.resolve('failing');
    await expect.poll(() => ended('failing', 'alertmanager'), within).toBe('COMPLETED');
    await expect
      .poll(() => world.told('failing', 'webhook'), within)
      .toEqual(['raised delivered', 'resolved delivered']);
    expect(types('failing')).toEqual([...Array<string>(4).fill('alert.raised'), 'alert.resolved']);
    expect(new Set(ids('failing').slice(0, 4)).size).toBe(1);
    const history = JSON.stringify(await world.run('failing', 'webhook').fetchHistory());
    expect(history).toContain('postAlert');
    expect(history).not.toContain(new URL(webhook.url).host);
    expect(history).not.toContain(await world.secret());
  });

  test('refusals are counted over the tries, and outages between them are not', async () => {
    webhook.answerNext(status(503), status(404));
    webhook.answerAlways(status(404));
    const handedOver = async () => {
      const [pending] = (await world.run('refusing', 'webhook').describe()).raw.pendingActivities ?? [];
      const [details] = pending?.heartbeatDetails?.payloads ?? [];
      return [pending?.attempt, details?.data == null ? undefined : JSON.parse(String(details.data))];
    };
    await world.raise('refusing');
    const refusals = (count: number) => expect.objectContaining({ count });
    await expect.poll(handedOver, within).toEqual([4, refusals(2)]);
    webhook.answerAlways(status(204));
    await expect.poll(() => world.told('refusing', 'webhook'), within).toEqual(['raised delivered']);
    await world.resolve('refusing');
    await expect.poll(() => ended('refusing', 'webhook'), within).toBe('COMPLETED');
  });

  test('a webhook that asks for a pause gets it', async () => {
    const times: number[] = [];
    webhook.answerNext((response) => {
      times.push(Date.now());
      status(429, { 'retry-after': '3' })(response);
    });
    webhook.answerAlways((response) => {
      times.push(Date.now());
      status(204)(response);
    });
    await world.raise('paced');
    await expect.poll(() => times.length, within).toBe(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2900);
  });

  test('a webhook that is gone is left alone until the settings change, then told of what is open', async () => {
    webhook.answerNext(status(410));
    await world.raise('gone');
    await expect.poll(() => world.told('gone', 'webhook'), within).toEqual(['raised skipped']);
    await world.raise('gone-too');
    await expect.poll(() => world.told('gone-too', 'webhook'), within).toEqual(['raised skipped']);
    await world.sweep();
    await expect.poll(() => ended('gone-too', 'webhook'), within).toBe('COMPLETED');
    expect(of('gone', webhook)).toHaveLength(1);
    expect(of('gone-too', webhook)).toEqual([]);
    await world.settings.write({ timezone: 'Europe/Vienna' });
    await world.sweep();
    for (const service of ['gone', 'gone-too']) {
      await expect.poll(() => world.told(service, 'webhook'), within).toEqual(['raised delivered']);
    }
    await world.resolve('gone');
    await world.resolve('gone-too');
  });

  test('what became due while no worker ran is told, in order, when one is back', async () => {
    webhook.answerAlways(status(503));
    await world.raise('orphan');
    await expect.poll(() => types('orphan'), within).toContain('alert.raised');
    await world.stopWorker();
    await world.resolve('orphan');
    await world.raise('orphan');
    webhook.received.splice(0);
    webhook.answerAlways(status(204));
    await world.startWorker();
    await expect
      .poll(() => types('orphan'), within)
      .toEqual(['alert.raised', 'alert.resolved', 'alert.raised']);
    expect(new Set(ids('orphan')).size).toBe(3);
    await world.resolve('orphan');
  });

  test('a run that was lost is begun anew by the sweep, one that is there is left in peace', async () => {
    await world.raise('lost');
    await expect.poll(() => posted('lost').length, within).toBeGreaterThan(0);
    const { runId } = await world.run('lost', 'alertmanager').describe();
    await world.sweep();
    expect((await world.run('lost', 'alertmanager').describe()).runId).toBe(runId);
    await world.run('lost', 'alertmanager').terminate('the store was lost');
    const before = posted('lost').length;
    await world.sweep();
    await expect.poll(() => posted('lost').length, within).toBeGreaterThan(before + 1);
    await world.resolve('lost');
    await expect.poll(() => ended('lost', 'alertmanager'), within).toBe('COMPLETED');
  });

  /** A run that is just ending is there for one sweep, and gone for the next. */
  async function sweptTypes(service: string): Promise<readonly string[]> {
    await world.sweep();
    return types(service);
  }

  test('an alert of a service that was uninstalled is resolved by the sweep', async () => {
    const service = serviceId('removed');
    const draft = { settings: {}, sealed: {}, ports: [], origin: 'request' } as const;
    const definition = sketch('removed');
    const services = [{ ...draft, id: service, definition, host: hostId('local') }];
    await world.services.claimInstall({ id: 'claim', services, edges: [] });
    await world.raise('removed');
    await expect.poll(() => types('removed'), within).toEqual(['alert.raised']);
    await world.sweep();
    expect(await world.told('removed', 'webhook')).toEqual(['raised delivered']);
    await world.services.claimUninstall(service);
    await expect.poll(() => sweptTypes('removed'), within).toEqual(['alert.raised', 'alert.resolved']);
  });

  test('a sink that is set up while an alert is open is told of it', async () => {
    await world.settings.write({ 'alerts.webhook.url': '', 'alerts.alertmanager.url': '' });
    await world.raise('late');
    await expect(world.run('late', 'webhook').describe()).rejects.toThrow();
    await world.sweep();
    expect(await world.told('late', 'webhook')).toEqual([]);
    await world.settings.write({ 'alerts.webhook.url': webhook.url });
    await expect.poll(() => sweptTypes('late'), within).toEqual(['alert.raised']);
    await world.resolve('late');
    await expect.poll(() => types('late'), within).toEqual(['alert.raised', 'alert.resolved']);
  });

  test('the real Alertmanager has the alert once, and notifies of it and of its end once', async () => {
    const notified = async () =>
      of('real', webhook).map(({ body }) => (JSON.parse(body) as { status: string }).status);
    const real = await startAlertmanager({ receiver: webhook.url });
    try {
      await world.settings.write({ 'alerts.webhook.url': '', 'alerts.alertmanager.url': real.url });
      await world.raise('real');
      await expect.poll(notified, within).toEqual(['firing']);
      // Alerts that other tests left open are told to this Alertmanager as well.
      const endOf = async () =>
        (await real.shown()).flatMap(({ labels, endsAt }) => (labels.service === 'real' ? [endsAt] : []));
      const ends = await endOf();
      expect(ends).toHaveLength(1);
      await expect.poll(endOf, within).not.toEqual(ends);
      expect(await endOf()).toHaveLength(1);
      await world.resolve('real');
      await expect.poll(notified, within).toEqual(['firing', 'resolved']);
      await expect.poll(() => ended('real', 'alertmanager'), within).toBe('COMPLETED');
      expect(await endOf()).toEqual([]);
    } finally {
      await real.stop();
    }
  });

  test('a long-open alert has a short history', async () => {
    await world.raise('long');
    const first = (await world.run('long', 'alertmanager').describe()).runId;
    const route = { service: (await world.alerts.list({ limit: 1 }))[0]?.alert.service, name: 'ServiceDown' };
    if (route.service === undefined) throw new Error('There is no alert.');
    for (let round = 0; round < 45; round += 1) {
      const before = posted('long').length;
      await world.alertDelivery.wake({ service: route.service, name: 'ServiceDown', sink: 'alertmanager' });
      await expect.poll(() => posted('long').length, within).toBeGreaterThan(before);
    }
    const { runId, historyLength } = await world.run('long', 'alertmanager').describe();
    expect(runId).not.toBe(first);
    expect(historyLength).toBeLessThan(450);
    await world.resolve('long');
    await expect.poll(() => ended('long', 'alertmanager'), within).toBe('COMPLETED');
    expect(posted('long').filter((state) => state === 'resolved')).toHaveLength(1);
  });
});

function stateIn({ body }: Received): 'firing' | 'resolved' {
  const [alert] = JSON.parse(body) as { endsAt: string }[];
  return Date.parse(alert?.endsAt ?? '') > Date.now() + 10_000 ? 'firing' : 'resolved';
}
