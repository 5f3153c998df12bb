import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWebhookSink } from '#adapters/webhook/webhook.ts';
import { type Received, type Receiver, startReceiver, status } from '#test/support/alerts/receiver.ts';
import { freePort } from '#test/support/docker/wait-for.ts';
import { anAlert, aPosting, secret } from './alerts.ts';

describe('a webhook', () => {
  let receiver: Receiver;
  const sink = createWebhookSink();
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.stop());

  const post = (message: 'raised' | 'resolved', alert = anAlert()) =>
    sink.post(aPosting(receiver.url, message, alert));
  const verified = (received: Received | undefined) =>
    new Webhook(secret).verify(received?.body ?? '', received?.headers as Record<string, string>);

  test('is signed so that the receiver’s library accepts it', async () => {
    const alert = anAlert();
    expect(await post('raised', alert)).toEqual({ outcome: 'accepted' });
    expect(verified(receiver.received[0])).toEqual({
      type: 'alert.raised',
      timestamp: alert.raisedAt,
      data: { ...alert, instance: 'home' },
    });
  });

  test('is refused by the receiver’s library when a byte of it was changed, or with another secret', async () => {
    await post('raised');
    const [received] = receiver.received;
    const changed = { path: '', headers: {}, ...received, body: `${received?.body} ` };
    expect(() => verified(changed)).toThrow('No matching signature');
    const other = new Webhook(`whsec_${'f'.repeat(64)}`);
    expect(() => other.verify(received?.body ?? '', received?.headers as Record<string, string>)).toThrow();
  });

  test('has the same id and body at every try, and another id for the resolution', async () => {
    const alert = anAlert();
    const resolvedAt = new Date().toISOString();
    await post('raised', alert);
    await post('raised', { ...alert, resolvedAt });
    await post('resolved', { ...alert, resolvedAt });
    const [first, second, third] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    expect(third?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
    expect(verified(third)).toMatchObject({
      type: 'alert.resolved',
      timestamp: resolvedAt,
      data: { resolvedAt },
    });
  });

  test('tells by its answer whether another try makes sense', async () => {
    const codes = [200, 204, 301, 307, 400, 401, 404, 408, 410, 422, 429, 500, 503];
    receiver.answerNext(...codes.map((code) => status(code, { location: `${receiver.url}/elsewhere` })));
    const outcomes = new Map<number, string>();
    for (const code of codes) outcomes.set(code, (await post('raised')).outcome);
    expect(Object.fromEntries(outcomes)).toEqual({
      200: 'accepted',
      204: 'accepted',
      301: 'refused',
      307: 'refused',
      400: 'refused',
      401: 'refused',
      404: 'refused',
      408: 'unavailable',
      410: 'gone',
      422: 'refused',
      429: 'unavailable',
      500: 'unavailable',
      503: 'unavailable',
    });
  });

  test('follows no redirect', async () => {
    receiver.answerNext(status(302, { location: `${receiver.url}/elsewhere` }));
    expect(await post('raised')).toEqual({ outcome: 'refused', detail: 'HTTP 302' });
    expect(receiver.received).toHaveLength(1);
  });

  test('passes on for how long it is to wait, in seconds or as a date, an hour at most', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    receiver.answerNext(
      status(429, { 'retry-after': '7' }),
      status(503, { 'retry-after': date }),
      status(503, { 'retry-after': '999999' }),
      status(503, { 'retry-after': 'soon' }),
      status(503, { 'retry-after': 'Mon, 01 Jan 2001 00:00:00 GMT' }),
    );
    expect(await post('raised')).toEqual({
      outcome: 'unavailable',
      detail: 'HTTP 429',
      retryAfterMilliseconds: 7000,
    });
    const dated = await post('raised');
    expect(dated).toMatchObject({ retryAfterMilliseconds: expect.closeTo(90_000, -4) });
    expect(await post('raised')).toMatchObject({ retryAfterMilliseconds: 3_600_000 });
    expect(await post('raised')).not.toHaveProperty('retryAfterMilliseconds');
    expect(await post('raised')).toMatchObject({ retryAfterMilliseconds: 0 });
  });

  test('does not read what it is answered, however long', async () => {
    let written = 0;
    receiver.answerNext((response) => {
      response.writeHead(200);
      const write = (): void => {
        while (!response.destroyed && written < 1e9) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', write);
        }
      };
      write();
    });
    expect(await post('raised')).toEqual({ outcome: 'accepted' });
    expect(written).toBeLessThan(2e7);
  });

  test('waits ten seconds for an answer, no longer', async () => {
    receiver.answerNext(() => undefined);
    expect(await post('raised')).toEqual({ outcome: 'unavailable', detail: 'no answer within 10 s' });
  });

  test('says why nobody could be reached without saying where', async () => {
    const port = await freePort();
    const posting = aPosting(`http://127.0.0.1:${port}/token-of-the-receiver`, 'raised', anAlert());
    expect(await sink.post(posting)).toEqual({
      outcome: 'unavailable',
      detail: 'the connection failed (ECONNREFUSED)',
    });
  });
});
