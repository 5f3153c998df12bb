import { describe, expect, it } from 'vitest';
import type { Definition } from '#domain/definition.ts';
import { type Closure, resolveClosure } from '#domain/graph.ts';
import { serviceId } from '#domain/ids.ts';
import type { Service } from '#domain/service.ts';
import { aDefinition, aProvider, aService, requires } from '#test/support/domain/index.ts';

interface Situation {
  readonly catalog: readonly Definition[];
  readonly requested: readonly string[];
  readonly installed?: readonly Service[];
}

function closureOf({ catalog, requested, installed = [] }: Situation): Closure {
  const wanted = catalog
    .filter(({ id }) => requested.includes(id))
    .map((definition) => ({ id: serviceId(definition.id), definition }));
  return resolveClosure({ requested: wanted, catalog, installed });
}

/** `+` for what must come, in order, with its origin; then the edges. */
function printed({ services, edges }: Closure): readonly string[] {
  return [
    ...services.map(({ id, origin, installed }) => `${installed ? ' ' : '+'} ${id} (${origin})`),
    ...edges.map(
      ({ consumer, provider, capability, optional, via }) =>
        `${consumer} → ${provider} for ${capability}${optional ? ', optional' : ''}${via === 'namespace' ? ', namespace' : ''}`,
    ),
  ];
}

const indexers = aProvider('indexers');
const torrents = aProvider('torrents', requires('vpn', { via: 'namespace' }));
const vpn = aProvider('vpn');
const series = aProvider('series', 'indexers', 'torrents');

describe('a closure', () => {
  it('brings all that is required, each after what it requires itself', () => {
    expect(printed(closureOf({ catalog: [series, indexers, torrents, vpn], requested: ['series'] }))).toEqual(
      [
        '+ indexers (dependency)',
        '+ vpn (dependency)',
        '+ torrents (dependency)',
        '+ series (request)',
        'series → indexers for indexers',
        'series → torrents for torrents',
        'torrents → vpn for vpn, namespace',
      ],
    );
  });

  it('holds one provider for two consumers', () => {
    const films = aProvider('films', 'indexers');
    const { services } = closureOf({
      catalog: [films, series, indexers, torrents, vpn],
      requested: ['films', 'series'],
    });
    expect(services.filter(({ id }) => id === 'indexers')).toHaveLength(1);
  });

  it('takes a provider that is installed before the default one, whatever it is called', () => {
    const other = aDefinition('other-indexers', { provides: ['indexers'] });
    const closure = closureOf({
      catalog: [series, indexers, other, torrents, vpn],
      requested: ['series'],
      installed: [aService(other, { id: 'mine', status: 'running' })],
    });
    expect(printed(closure)).toContain('  mine (dependency)');
    expect(printed(closure)).toContain('series → mine for indexers');
    expect(closure.services.map(({ id }) => String(id))).not.toContain('indexers');
  });

  it('takes a provider that was asked for before the default one', () => {
    const other = aDefinition('other-indexers', { provides: ['indexers'] });
    const closure = closureOf({
      catalog: [series, indexers, other, torrents, vpn],
      requested: ['series', 'other-indexers'],
    });
    expect(printed(closure)).toContain('series → other-indexers for indexers');
    expect(closure.services.map(({ id }) => String(id))).not.toContain('indexers');
  });

  it('looks through what is installed: a requirement that it lacks comes as well', () => {
    const closure = closureOf({
      catalog: [series, indexers, torrents, vpn],
      requested: ['series'],
      installed: [aService(indexers, { status: 'running' }), aService(torrents, { status: 'stopped' })],
    });
    expect(printed(closure)).toEqual([
      '  indexers (dependency)',
      '+ vpn (dependency)',
      '  torrents (dependency)',
      '+ series (request)',
      'series → indexers for indexers',
      'series → torrents for torrents',
      'torrents → vpn for vpn, namespace',
    ]);
  });

  it('keeps the definition that a service was installed with', () => {
    const newer = aProvider('indexers', 'vpn');
    const closure = closureOf({
      catalog: [newer, vpn],
      requested: ['indexers'],
      installed: [aService(indexers, { status: 'running' })],
    });
    expect(printed(closure)).toEqual(['  indexers (request)']);
    expect(closure.services[0]?.definition).toBe(indexers);
  });

  it('a service never meets its own requirement', () => {
    const relay = aDefinition('relay', { provides: ['vpn'], requires: [requires('vpn')] });
    expect(printed(closureOf({ catalog: [relay, vpn], requested: ['relay'] }))).toContain(
      'relay → vpn for vpn',
    );
  });
});

describe('an optional requirement', () => {
  const subtitles = aProvider('subtitles');
  const player = aProvider('player', requires('subtitles', { optional: true }));

  it('is never installed on its own', () => {
    expect(printed(closureOf({ catalog: [player, subtitles], requested: ['player'] }))).toEqual([
      '+ player (request)',
    ]);
  });

  it('is met by what is installed', () => {
    const installed = [aService(subtitles, { status: 'running' })];
    expect(printed(closureOf({ catalog: [player, subtitles], requested: ['player'], installed }))).toEqual([
      '  subtitles (dependency)',
      '+ player (request)',
      'player → subtitles for subtitles, optional',
    ]);
  });

  it('is met by what is asked for at the same time', () => {
    const requested = ['player', 'subtitles'];
    expect(printed(closureOf({ catalog: [player, subtitles], requested }))).toContain(
      'player → subtitles for subtitles, optional',
    );
  });

  it('whose default the catalog does not have is no fault', () => {
    expect(printed(closureOf({ catalog: [player], requested: ['player'] }))).toEqual(['+ player (request)']);
  });
});

describe('a closure that cannot be', () => {
  it('names the requirement that nothing meets', () => {
    const lone = aProvider('lone', 'nowhere');
    expect(() => closureOf({ catalog: [lone], requested: ['lone'] })).toThrow(
      expect.objectContaining({
        code: 'no-provider',
        message: "lone requires nowhere, and the catalog's nowhere does not provide it.",
      }),
    );
  });

  it('says so when the default does not provide what it should', () => {
    const lone = aProvider('lone', requires('vpn', { default: indexers.id }));
    expect(() => closureOf({ catalog: [lone, indexers], requested: ['lone'] })).toThrow(
      expect.objectContaining({ code: 'no-provider' }),
    );
  });

  it('names the services of a circle, in order', () => {
    const catalog = [aProvider('a', 'b'), aProvider('b', 'c'), aProvider('c', 'b')];
    expect(() => closureOf({ catalog, requested: ['a'] })).toThrow(
      expect.objectContaining({
        code: 'dependency-cycle',
        message: 'b → c → b require each other in a circle.',
      }),
    );
  });

  it('says so when the default’s name belongs to a service of another definition', () => {
    const installed = [aService(vpn, { id: 'indexers' })];
    const refused = expect.objectContaining({
      code: 'name-taken',
      message: 'series requires the definition indexers, but the service indexers is of another definition.',
    });
    const catalog = [series, indexers, torrents, vpn];
    expect(() => closureOf({ catalog, requested: ['series'], installed })).toThrow(refused);
    const requested = [
      { id: serviceId('series'), definition: series },
      { id: serviceId('indexers'), definition: vpn },
    ];
    expect(() => resolveClosure({ requested, catalog, installed: [] })).toThrow(refused);
  });
});
