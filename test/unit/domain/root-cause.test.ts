import { describe, expect, it } from 'vitest';
import { serviceId } from '#domain/ids.ts';
import { type Condition, causeChains, isWell, rootCauses } from '#domain/root-cause.ts';
import type { RequiresEdge } from '#domain/service.ts';

const well = (id: string): Condition => ({
  id: serviceId(id),
  desired: 'running',
  status: 'running',
  health: 'healthy',
});
const sick = (id: string, more: Partial<Condition> = {}): Condition => ({
  ...well(id),
  status: 'degraded',
  health: 'unhealthy',
  ...more,
});

function requires(consumer: string, provider: string, optional = false): RequiresEdge {
  const capability = `${provider}-capability`;
  return {
    consumer: serviceId(consumer),
    provider: serviceId(provider),
    capability,
    optional,
    via: 'network',
  };
}

const chainsOf = (services: readonly Condition[], edges: readonly RequiresEdge[]) =>
  Object.fromEntries(causeChains(services, edges));

describe('the root cause of what suffers', () => {
  it('is nothing where all is well', () => {
    expect(chainsOf([well('sonarr'), well('vpn')], [requires('sonarr', 'vpn')])).toEqual({});
  });

  it('is the service itself where all that it requires is well', () => {
    expect(chainsOf([sick('sonarr'), well('vpn')], [requires('sonarr', 'vpn')])).toEqual({
      sonarr: [['sonarr']],
    });
  });

  it('is at the end of the chain, however long', () => {
    const services = [sick('sonarr'), sick('qbittorrent'), sick('vpn', { status: 'failed' })];
    const edges = [requires('sonarr', 'qbittorrent'), requires('qbittorrent', 'vpn')];
    expect(chainsOf(services, edges)).toEqual({
      sonarr: [['sonarr', 'qbittorrent', 'vpn']],
      qbittorrent: [['qbittorrent', 'vpn']],
      vpn: [['vpn']],
    });
  });

  it('can be several', () => {
    const services = [sick('sonarr'), sick('vpn'), sick('postgres')];
    const edges = [requires('sonarr', 'vpn'), requires('sonarr', 'postgres')];
    expect(chainsOf(services, edges).sonarr).toEqual([
      ['sonarr', 'postgres'],
      ['sonarr', 'vpn'],
    ]);
  });

  it('is told by the shortest way where several lead to it', () => {
    const services = [sick('sonarr'), sick('qbittorrent'), sick('vpn')];
    const edges = [
      requires('sonarr', 'qbittorrent'),
      requires('sonarr', 'vpn'),
      requires('qbittorrent', 'vpn'),
    ];
    expect(chainsOf(services, edges).sonarr).toEqual([['sonarr', 'vpn']]);
  });

  it('is never what a service can be without', () => {
    const services = [sick('sonarr'), sick('jellyfin')];
    expect(chainsOf(services, [requires('sonarr', 'jellyfin', true)]).sonarr).toEqual([['sonarr']]);
  });

  it('can be a service that a person has stopped, which does not suffer itself', () => {
    const stopped = sick('vpn', { desired: 'stopped', status: 'stopped', health: 'unknown' });
    expect(chainsOf([sick('sonarr'), stopped], [requires('sonarr', 'vpn')])).toEqual({
      sonarr: [['sonarr', 'vpn']],
    });
  });

  it('ends in a circle, which no catalog allows, at the service itself', () => {
    const edges = [requires('a', 'b'), requires('b', 'c'), requires('c', 'a')];
    expect(chainsOf([sick('a'), sick('b'), sick('c')], edges)).toEqual({
      a: [['a']],
      b: [['b']],
      c: [['c']],
    });
  });

  it('of a thousand services in a row is found', () => {
    const ids = Array.from({ length: 1000 }, (_, at) => `s${String(at).padStart(4, '0')}`);
    const edges = ids.slice(1).map((id, at) => requires(id, ids[at] ?? ''));
    const chains = causeChains(
      ids.map((id) => sick(id)),
      edges,
    );
    expect(rootCauses(chains)).toEqual([{ service: 's0000', suffering: ids.slice(1) }]);
  });
});

it('root causes are listed with those that suffer from them', () => {
  const services = [sick('sonarr'), sick('radarr'), sick('vpn'), sick('jellyfin')];
  const edges = [requires('sonarr', 'vpn'), requires('radarr', 'vpn')];
  expect(rootCauses(causeChains(services, edges))).toEqual([
    { service: 'jellyfin', suffering: [] },
    { service: 'vpn', suffering: ['radarr', 'sonarr'] },
  ]);
});

it.each<[Condition['status'], Condition['health'], boolean]>([
  ['running', 'healthy', true],
  ['running', 'starting', true],
  ['running', 'unknown', true],
  ['running', 'unhealthy', false],
  ['degraded', 'healthy', false],
  ['starting', 'starting', false],
  ['stopped', 'unknown', false],
])('a service that is %s and %s can be relied on: %s', (status, health, expected) => {
  expect(isWell({ status, health })).toBe(expected);
});
