import { expect, it } from 'vitest';
import { prometheusTargets, type TargetRequest } from '#api/use-cases/prometheus-targets.ts';
import type { Definition } from '#domain/definition.ts';
import { componentName, hostId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import { aComponent, aDefinition, aService } from '#test/support/domain/index.ts';
import { createMemorySettingsStore } from '#test/support/memory/index.ts';

const traefik = withMetrics('traefik', 'traefik');
const attic = { id: hostId('attic'), kind: 'joined', address: '10.200.0.9' };
const workers = [{ process: 'workers', address: '127.0.0.1:20001' }];

it('are the workers that announced themselves, and the services that expose metrics', async () => {
  const services = [aService(traefik), aService(aDefinition('sonarr'))];
  expect(await targets(services)).toEqual([
    { targets: ['127.0.0.1:20001'], labels: { job: 'services', process: 'workers' } },
    {
      targets: ['127.0.0.1:8080'],
      labels: { job: 'media-services', service: 'traefik', __metrics_path__: '/prometheus' },
    },
  ]);
});

it('are one kind of them where that is asked for: their scrape jobs differ', async () => {
  const services = [aService(traefik)];
  expect(jobsOf(await targets(services, { of: 'workers' }))).toEqual(['services']);
  expect(jobsOf(await targets(services, { of: 'services' }))).toEqual(['media-services']);
});

it('do not hold a service that is not wanted running: it is not down, it is stopped', async () => {
  expect(await targets([aService(traefik, { desired: 'stopped' })], { of: 'services' })).toEqual([]);
});

it('are at the address of the host that has joined', async () => {
  const found = await targets([aService(traefik, { host: attic.id })], { of: 'services' });
  expect(found.flatMap((group) => group.targets)).toEqual(['10.200.0.9:8080']);
});

it('do not hold what cannot be reached: a port that is not published, or one of an unknown machine', async () => {
  const unpublished = aService(traefik, { ports: [] });
  const elsewhere = aService(traefik, { host: hostId('elsewhere') });
  expect(await targets([unpublished, elsewhere], { of: 'services' })).toEqual([]);
});

it('are names for a Prometheus in the services’ own networks', async () => {
  const definition = withMetrics('jellyfin', 'exporter');
  const reach = { of: 'services', reach: 'network' } as const;
  const found = await targets([aService(traefik, { ports: [] }), aService(definition)], reach);
  expect(found.flatMap((group) => group.targets)).toEqual(['traefik:8080', 'jellyfin-exporter:8080']);
});

function targets(services: readonly Service[], request: Partial<TargetRequest> = {}) {
  const ports = {
    services: { list: async () => services } as never,
    settings: createMemorySettingsStore({}),
    hostStore: { list: async () => [attic] } as never,
    endpoints: { list: async () => workers },
  };
  return prometheusTargets(ports, { of: undefined, reach: 'published', host: hostId('local'), ...request });
}

function withMetrics(id: string, component: string): Definition {
  const names = [...new Set([id, component])];
  return aDefinition(id, {
    components: names.map((name) => aComponent(name, { ports: [{ container: 8080, protocol: 'tcp' }] })),
    metrics: { component: componentName(component), port: 8080, path: '/prometheus' },
  });
}

function jobsOf(groups: Awaited<ReturnType<typeof targets>>): readonly (string | undefined)[] {
  return groups.map(({ labels }) => labels.job);
}
