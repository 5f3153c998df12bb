import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceId, serviceId } from '#domain/ids.ts';
import { isTransient, type ServiceStatus, serviceStatuses } from '#domain/lifecycle.ts';
import { catalogDefinition } from '#test/support/domain/index.ts';
import { startTestApi, type TestApi } from './support/api.ts';
import { bringTo } from './support/bring-to.ts';

const operations = ['start', 'stop', 'restart'] as const;
type Operation = (typeof operations)[number];

/** Written out a second time: the states from which each operation is legal. */
const legal: Readonly<Record<Operation, readonly ServiceStatus[]>> = {
  start: ['stopped', 'failed'],
  stop: ['running', 'degraded', 'failed'],
  restart: ['running', 'degraded', 'failed'],
};

const pairs = serviceStatuses.flatMap((status) =>
  operations.map((operation) => [operation, status] as const),
);

describe('the transition table, through the API', () => {
  let api: TestApi;
  let count = 0;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it.each(pairs)('%s of a service that is %s', async (operation, status) => {
    const id = await serviceThatIs(status);
    const before = await api.services.get(id);
    const answer = await api.send('POST', `/api/v1/services/${id}/${operation}`);
    expect([answer.status, (answer.body as { code?: string }).code]).toEqual(expected(operation, status));
    if (answer.status === 202) {
      expect(answer.body).toMatchObject({ operation, service: id });
      return;
    }
    expect(await api.services.get(id)).toEqual(before);
    expect(await api.engine.openTask(id)).toBeUndefined();
  });

  function expected(operation: Operation, status: ServiceStatus): readonly [number, string | undefined] {
    if (status === 'absent') return [404, 'not-found'];
    // A run is at work, and it is what the person should look at.
    if (isTransient(status)) return [409, 'service-busy'];
    return legal[operation].includes(status) ? [202, undefined] : [409, 'illegal-transition'];
  }

  async function serviceThatIs(status: ServiceStatus): Promise<ServiceId> {
    count += 1;
    const id = serviceId(`redis-${count}`);
    if (status === 'absent') return id;
    const definition = await catalogDefinition('redis');
    const draft = { id, definition, host: api.context.instance.host, settings: {}, sealed: {}, ports: [] };
    await api.services.claimInstall({
      id: randomUUID(),
      services: [{ ...draft, origin: 'request' }],
      edges: [],
    });
    await bringTo(api, id, status === 'degraded' ? 'running' : status);
    if (status === 'degraded') await report(id);
    return id;
  }

  async function report(service: ServiceId): Promise<void> {
    const event = { id: randomUUID(), correlationId: 'table', time: new Date().toISOString() };
    await api.services.report({ service, health: 'unhealthy', cause: 'the test says so', event });
  }
});
