import { expect, it } from 'vitest';
import { alertWorkflowId, parseTaskId } from '#contracts/ids.ts';
import { alertNames, bounded, sinkAddress, sinkAnswer, sinkNames } from '#domain/alert.ts';
import { serviceId } from '#domain/ids.ts';

it('each route has a workflow id of its own, also for services whose names end like another route', () => {
  const services = ['a', 'a-service-down', 'a-service-down-webhook', 'webhook', 'x'.repeat(40)].map(
    serviceId,
  );
  const ids = services.flatMap((service) =>
    alertNames.flatMap((name) => sinkNames.map((sink) => alertWorkflowId({ service, name, sink }))),
  );
  expect(new Set(ids).size).toBe(services.length * alertNames.length * sinkNames.length);
  const runId = '01990000-0000-7000-8000-000000000000';
  for (const workflowId of ids) {
    expect(parseTaskId(`${workflowId.replace('/', '.')}.${runId}`)).toEqual({ workflowId, runId });
  }
});

it('a sink without an address is none', () => {
  expect(sinkAddress({}, 'webhook')).toBeUndefined();
  expect(sinkAddress({ 'alerts.webhook.url': '' }, 'webhook')).toBeUndefined();
  expect(sinkAddress({ 'alerts.webhook.url': 'http://a/' }, 'webhook')).toBe('http://a/');
  expect(sinkAddress({ 'alerts.webhook.url': 'http://a/' }, 'alertmanager')).toBeUndefined();
});

it('an answer carries the pause that was asked for only when another try makes sense', () => {
  expect(sinkAnswer(503, 7000)).toEqual({
    outcome: 'unavailable',
    detail: 'HTTP 503',
    retryAfterMilliseconds: 7000,
  });
  expect(sinkAnswer(400, 7000)).toEqual({ outcome: 'refused', detail: 'HTTP 400' });
});

it('a text is cut to what fits', () => {
  expect(bounded('short', 5)).toBe('short');
  expect(bounded('longer', 5)).toBe('long…');
});
