import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { reportHost } from '#activities/central/reports.ts';
import { DomainError } from '#domain/errors.ts';
import { hostId, type ServiceId, serviceId } from '#domain/ids.ts';
import { change, claim, draft, runOf } from '#test/contract/service-store/fixtures.ts';
import {
  createMemoryEventLog,
  createMemoryHostStore,
  createMemoryServiceStore,
} from '#test/support/memory/index.ts';

const host = hostId('local');
const [sonarr, redis] = [serviceId('sonarr'), serviceId('redis')];
const at = '2030-01-01T00:00:00.000Z';

let events: ReturnType<typeof createMemoryEventLog>;
let services: ReturnType<typeof createMemoryServiceStore>;
let hostStore: ReturnType<typeof createMemoryHostStore>;
let compared: (readonly ServiceId[])[];
let answer: () => Promise<{ services: number; differing: [] }>;

beforeEach(async () => {
  events = createMemoryEventLog();
  services = createMemoryServiceStore(events);
  hostStore = createMemoryHostStore(services, events);
  await hostStore.ensureLocal(host, '127.0.0.1');
  compared = [];
  answer = async () => ({ services: 1, differing: [] });
  await services.claimInstall(claim([draft(sonarr), draft(redis)], []));
  const run = runOf(sonarr);
  await services.transition(change(sonarr, 'installing', run, { time: at }));
  await services.transition(change(sonarr, 'running', run, { health: 'healthy', release: true, time: at }));
});

const hosts = {
  reconcile: (_host: typeof host, asked: readonly ServiceId[]) => {
    compared.push(asked);
    return answer();
  },
};

function tell(reachable: boolean): Promise<void> {
  const report = { reachable, at, cause: 'the test says so' };
  return new MockActivityEnvironment().run(reportHost({ services, hostStore, hosts }), {
    host,
    report,
    key: `report/${reachable}`,
  });
}

describe('a host', () => {
  it('that is away leaves the health of what should run there unknown', async () => {
    await tell(false);
    expect(await services.get(sonarr)).toMatchObject({ health: 'unknown' });
    expect(compared).toEqual([]);
  });

  it('is known by its last word', async () => {
    await tell(true);
    await tell(false);
    const reach = { reachable: false, since: at, cause: 'the test says so' };
    expect(await hostStore.get(host)).toMatchObject({ reach });
  });

  it('that is back is compared with what should run there: a watcher that begins anew misses nothing that is gone', async () => {
    await tell(true);
    expect(compared).toEqual([[sonarr]]);
  });

  it('that is away again before it was compared is compared when it is back', async () => {
    answer = () => Promise.reject(new DomainError('engine-unreachable', 'away again'));
    await expect(tell(true)).resolves.toBeUndefined();
    answer = async () => ({ services: 1, differing: [] });
    await tell(true);
    expect(compared).toEqual([[sonarr], [sonarr]]);
  });

  it('is compared once more when Temporal could not be asked to, and told of once', async () => {
    answer = () => Promise.reject(new DomainError('temporal-unreachable', 'away'));
    await expect(tell(true)).rejects.toThrow('away');
    answer = async () => ({ services: 1, differing: [] });
    await tell(true);
    expect(compared).toEqual([[sonarr], [sonarr]]);
    const told = (await events.read({ after: 0, limit: 100 })).filter(({ type }) => type === 'host.changed');
    expect(told).toHaveLength(1);
  });
});
