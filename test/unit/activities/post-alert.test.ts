import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { postAlert } from '#activities/central/post-alert.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import type { DeliveryRoute, NextDelivery } from '#contracts/alerts.ts';
import type { SinkAnswer, SinkName } from '#domain/alert.ts';
import { serviceId } from '#domain/ids.ts';
import type { AlertPosting, AlertSink } from '#ports/alert-sink.ts';
import {
  createMemoryAlertStore,
  createMemorySecretStore,
  createMemorySettingsStore,
  type MemoryAlertStore,
} from '#test/support/memory/index.ts';

const sonarr = serviceId('sonarr');
const hour = 3_600_000;
const accepted: SinkAnswer = { outcome: 'accepted' };
const unavailable: SinkAnswer = { outcome: 'unavailable', detail: 'HTTP 503' };
const refused: SinkAnswer = { outcome: 'refused', detail: 'HTTP 404' };

let alerts: MemoryAlertStore;
let answer: SinkAnswer;
let postings: AlertPosting[];

beforeEach(() => {
  alerts = createMemoryAlertStore();
  answer = accepted;
  postings = [];
  handedOver = undefined;
});

const sink: AlertSink = {
  post: async (posting) => {
    postings.push(posting);
    return answer;
  },
};

let handedOver: unknown;

/** One try; what it hands over in its heartbeat is there for the next one. */
async function post(name: SinkName, attempt = 1): Promise<NextDelivery> {
  const ports = {
    alerts,
    settings: createMemorySettingsStore({
      'alerts.webhook.url': 'http://127.0.0.1:1/token-of-the-receiver',
      'alerts.alertmanager.url': 'http://127.0.0.1:1',
    }),
    secrets: createMemorySecretStore(),
    values: secretValues,
    instance: { name: 'home' },
    sinks: { webhook: sink, alertmanager: { ...sink, repeatMilliseconds: 1000 } },
  };
  const environment = new MockActivityEnvironment({ attempt, heartbeatDetails: handedOver });
  environment.on('heartbeat', (details: unknown) => {
    handedOver = details;
  });
  const result = await environment.run(postAlert(ports), route(name));
  return result as NextDelivery;
}

function route(name: SinkName): DeliveryRoute {
  return { service: sonarr, name: 'ServiceDown', sink: name };
}

async function raise(hoursAgo = 0): Promise<void> {
  await alerts.raise({
    id: 'a',
    service: sonarr,
    name: 'ServiceDown',
    severity: 'critical',
    summary: 'sonarr is down',
    description: 'Three attempts failed.',
    sinks: ['webhook', 'alertmanager'],
    event: occasion('raised', hoursAgo),
  });
}

async function resolve(hoursAgo = 0): Promise<void> {
  await alerts.resolve({ service: sonarr, name: 'ServiceDown', event: occasion('resolved', hoursAgo) });
}

function occasion(id: string, hoursAgo: number) {
  return { id, time: new Date(Date.now() - hoursAgo * hour).toISOString(), correlationId: 'test' };
}

const deliveries = async (name: SinkName) =>
  (await alerts.list({ limit: 1 }))[0]?.deliveries
    .filter((delivery) => delivery.sink === name)
    .map(({ message, state, detail }) => `${message} ${state} ${detail}`.trim());

describe('posting an alert', () => {
  it('ends where there is nothing to tell', async () => {
    expect(await post('webhook')).toEqual({ next: 'end' });
    expect(postings).toEqual([]);
  });

  it('ends for a webhook that knows of the open alert, and comes again for Alertmanager', async () => {
    await raise();
    expect(await post('webhook')).toEqual({ next: 'more' });
    expect(await post('webhook')).toEqual({ next: 'end' });
    expect(await post('alertmanager')).toEqual({ next: 'repeat', afterMilliseconds: 1000 });
    expect(await post('alertmanager')).toEqual({ next: 'repeat', afterMilliseconds: 1000 });
    await resolve();
    expect(await post('alertmanager')).toEqual({ next: 'more' });
    expect(await post('alertmanager')).toEqual({ next: 'end' });
    expect(postings.map(({ message }) => message)).toEqual(['raised', 'raised', 'raised', 'resolved']);
  });

  it('tries again while the sink is away, and says neither where it is nor what was sent', async () => {
    await raise();
    answer = unavailable;
    const failure = await post('webhook').catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: 'app-unreachable', nonRetryable: false });
    expect(JSON.stringify(failure)).not.toMatch(/token-of-the-receiver|whsec_|127\.0\.0\.1/);
    expect(await deliveries('webhook')).toEqual(['raised due']);
  });

  it('asks for the pause that the sink asked for', async () => {
    await raise();
    answer = { ...unavailable, retryAfterMilliseconds: 7000 };
    await expect(post('webhook')).rejects.toMatchObject({ nextRetryDelay: 7000 });
  });

  it.each([
    [1, 0],
    [1, 1000],
    [4, 7000],
    [100, 599_000],
  ])(
    'at try %i keeps to its own pause, where that is longer than %i ms',
    async (attempt, retryAfterMilliseconds) => {
      await raise();
      answer = { ...unavailable, retryAfterMilliseconds };
      await expect(post('webhook', attempt)).rejects.toMatchObject({ nextRetryDelay: undefined });
    },
  );

  it('has shorter pauses of its own for Alertmanager', async () => {
    await raise();
    answer = { ...unavailable, retryAfterMilliseconds: 61_000 };
    await expect(post('alertmanager', 100)).rejects.toMatchObject({ nextRetryDelay: 61_000 });
  });

  it('gives a webhook up after a day, and then comes to the next message', async () => {
    await raise(25);
    await resolve(1);
    answer = unavailable;
    expect(await post('webhook')).toEqual({ next: 'more' });
    await expect(post('webhook')).rejects.toMatchObject({ type: 'app-unreachable' });
    expect(await deliveries('webhook')).toEqual([
      'raised failed given up after 24 h: HTTP 503',
      'resolved due',
    ]);
  });

  it('never gives up Alertmanager while the alert is open', async () => {
    await raise(100);
    answer = unavailable;
    await expect(post('alertmanager', 500)).rejects.toMatchObject({ type: 'app-unreachable' });
    await resolve(30);
    expect(await post('alertmanager', 501)).toEqual({ next: 'more' });
    expect(await post('alertmanager', 1)).toEqual({ next: 'more' });
    expect(await post('alertmanager', 1)).toEqual({ next: 'end' });
  });

  it('takes the fifth refusal for final, whatever outages came between', async () => {
    await raise();
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      answer = attempt % 5 === 0 ? refused : unavailable;
      await expect(post('alertmanager', attempt)).rejects.toMatchObject({ nonRetryable: false });
    }
    answer = refused;
    expect(await post('alertmanager', 21)).toEqual({ next: 'more' });
    expect(await post('alertmanager', 1)).toEqual({ next: 'end' });
    expect(await deliveries('alertmanager')).toEqual(['raised failed it refused: HTTP 404']);
  });

  it('counts the refusals of each message by itself', async () => {
    await raise();
    answer = refused;
    for (let attempt = 1; attempt <= 4; attempt += 1) await post('webhook', attempt).catch(() => undefined);
    expect(handedOver).toEqual({ message: 'a/raised', count: 4 });
    expect(await post('webhook', 5)).toEqual({ next: 'more' });
    await resolve();
    await expect(post('webhook', 1)).rejects.toMatchObject({ nonRetryable: false });
    expect(handedOver).toEqual({ message: 'a/resolved', count: 1 });
  });

  it('leaves a sink alone that wants no more', async () => {
    await raise();
    answer = { outcome: 'gone', detail: 'HTTP 410' };
    await post('webhook');
    await resolve();
    await post('webhook');
    expect(await deliveries('webhook')).toEqual([
      'raised skipped it wants no more: HTTP 410',
      'resolved skipped it wants no more: HTTP 410',
    ]);
    expect(postings).toHaveLength(1);
  });
});
