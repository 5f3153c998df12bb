import { expect, it } from 'vitest';
import { planningContext } from '#activities/central/planning-context.ts';
import { hostId, instanceId, serviceId } from '#domain/ids.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import { aDefinition, anEdge, aService } from '#test/support/domain/index.ts';
import { createMemorySecretStore, createMemorySettingsStore } from '#test/support/memory/index.ts';

const attic = hostId('attic');
const gateway = aService(aDefinition('vpn'));
const member = aService(aDefinition('torrents'));
const joins = anEdge('torrents', 'vpn', { via: 'namespace' });
const calls = anEdge('series', 'torrents');

function contextOf(rows: readonly Service[], edges: readonly RequiresEdge[]) {
  return planningContext(serviceId('vpn'), {
    instance: { id: instanceId('test'), name: 'test' },
    services: {
      get: async (id) => rows.find((row) => row.id === id),
      edges: async (id) => edges.filter(({ consumer, provider }) => consumer === id || provider === id),
    },
    settings: createMemorySettingsStore({
      'paths.data': '/srv/media',
      'paths.config': '/srv/config',
      'user.uid': 1000,
      'user.gid': 1000,
    }),
    secrets: createMemorySecretStore(),
    hostStore: {
      list: async () => [
        { id: attic, kind: 'joined', address: '10.200.0.2', labels: {}, scheduling: 'open', since: '' },
      ],
    },
  });
}

it('a gateway is planned with those on other hosts that call its members: it publishes their ports', async () => {
  const caller = aService(aDefinition('series'), { host: attic });
  const { edges, neighbours, hosts } = await contextOf([gateway, member, caller], [joins, calls]);
  expect(edges).toEqual([joins, calls]);
  expect([...neighbours.keys()]).toEqual(['torrents', 'series']);
  expect([...hosts.values()]).toEqual([{ id: 'attic', kind: 'joined', address: '10.200.0.2' }]);
});

it('and not with those on its own host, which reach them by name', async () => {
  const caller = aService(aDefinition('series'));
  const { edges, neighbours } = await contextOf([gateway, member, caller], [joins, calls]);
  expect(edges).toEqual([joins]);
  expect([...neighbours.keys()]).toEqual(['torrents']);
});
