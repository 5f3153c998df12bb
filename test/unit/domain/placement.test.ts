import { describe, expect, it } from 'vitest';
import type { Definition, Requirement } from '#domain/definition.ts';
import { isDomainError } from '#domain/errors.ts';
import { resolveClosure } from '#domain/graph.ts';
import { hostId, serviceId } from '#domain/ids.ts';
import { type PlacementHost, type PlacementWish, place, printPlacement } from '#domain/placement.ts';
import type { Service } from '#domain/service.ts';
import { aComponent, aDefinition, aProvider, aService, requires } from '#test/support/domain/index.ts';

const gibibyte = 1024 ** 3;

function aHost(id: string, more: Partial<Omit<PlacementHost, 'id'>> = {}): PlacementHost {
  return {
    id: hostId(id),
    kind: id === 'local' ? 'local' : 'joined',
    labels: {},
    scheduling: 'open',
    capacity: { memoryBytes: 8 * gibibyte, processors: 4 },
    reachable: true,
    ...more,
  };
}

interface Scene {
  readonly catalog: readonly Definition[];
  readonly requested: readonly string[];
  readonly rows?: readonly Service[];
  readonly hosts?: readonly PlacementHost[];
  readonly wish?: { readonly host?: string; readonly labels?: Readonly<Record<string, string>> };
}

function placement({
  catalog,
  requested,
  rows = [],
  hosts = [aHost('local'), aHost('attic')],
  wish = {},
}: Scene) {
  const wanted = catalog
    .filter(({ id }) => requested.includes(id))
    .map((definition) => ({ id: serviceId(definition.id), definition }));
  const closure = resolveClosure({ requested: wanted, catalog, installed: rows });
  const { host, labels } = wish;
  const asked: PlacementWish = { labels, ...(host === undefined ? {} : { host: hostId(host) }) };
  return place({ closure, rows, hosts, wish: asked });
}

/** `service@host`, by name. */
function where(scene: Scene): readonly string[] {
  return [...placement(scene).hosts].map(([service, host]) => `${service}@${host}`).toSorted();
}

/** The explanation, line by line. */
function told(scene: Scene): readonly string[] {
  return placement(scene).choices.flatMap(printPlacement);
}

function refusal(scene: Scene): readonly string[] {
  try {
    placement(scene);
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'no-host') throw error;
    return error.faults.map(({ field, reason }) => `${field}: ${reason}`);
  }
  throw new Error('A host was found.');
}

const on = (host: string, definition: Definition) => aService(definition, { host: hostId(host) });
const data = (
  id: string,
  role: 'data' | 'media' | 'downloads',
  ...needs: readonly (string | Requirement)[]
) => ({
  ...aProvider(id, ...needs),
  volumes: { files: { role, folders: [] } },
});
const limited = (id: string, memoryBytes: number) =>
  aDefinition(id, { components: [aComponent(id, { memoryBytes })] });

const indexers = aProvider('indexers');
const vpn = aProvider('vpn');
const torrents = data('torrents', 'downloads', requires('vpn', { via: 'namespace' }));
const series = data('series', 'data', 'indexers', 'torrents');
const movies = data('movies', 'data', 'indexers', 'torrents');
const catalog = [series, movies, indexers, torrents, vpn];

describe('a stack on one host', () => {
  it('goes there, whatever it needs and whether it answers, with nothing to explain', () => {
    const hosts = [aHost('local', { reachable: false, capacity: { memoryBytes: 1, processors: 1 } })];
    expect(where({ catalog, requested: ['torrents'], hosts })).toEqual(['torrents@local', 'vpn@local']);
    expect(told({ catalog, requested: ['torrents'], hosts })).toEqual([]);
  });

  it('is refused while the host drains, or when another one is asked for', () => {
    const draining = [aHost('local', { scheduling: 'draining' })];
    expect(refusal({ catalog, requested: ['vpn'], hosts: draining })).toEqual([
      'local: it is draining, and takes nothing new',
    ]);
    expect(
      refusal({ catalog, requested: ['vpn'], hosts: [aHost('local')], wish: { host: 'attic' } }),
    ).toEqual(['attic: there is no host of that name', 'local: attic was asked for']);
  });
});

describe('without a wish', () => {
  it('the control plane’s own host comes first', () => {
    expect(told({ catalog, requested: ['indexers'] })).toEqual([
      'indexers goes to local: the control plane’s own host comes first',
      'indexers not to attic: it would do; local comes first',
    ]);
  });

  it('what is installed stays, and what shares the data folder comes to it', () => {
    const rows = [on('attic', torrents), on('attic', vpn)];
    expect(where({ catalog, requested: ['series'], rows })).toEqual([
      'indexers@attic',
      'series@attic',
      'torrents@attic',
      'vpn@attic',
    ]);
    expect(told({ catalog, requested: ['series'], rows })).toEqual([
      'series goes to attic: it shares the data folder with torrents',
      'series not to local: it would share the data folder with torrents, on attic',
      'indexers goes to attic: series requires it there',
      'indexers not to local: it would do; attic comes first',
    ]);
  });

  it('of several hosts with the data folder, the one with most of its services is taken', () => {
    const rows = [
      on('local', torrents),
      on('local', vpn),
      on('attic', movies),
      on('attic', data('books', 'media')),
    ];
    expect(where({ catalog: [series, indexers], requested: ['series'], rows })).toContain('series@attic');
  });

  it('a joined host with most free memory is next, and then the first by name', () => {
    const full = limited('full', 7 * gibibyte);
    const hosts = [aHost('local'), aHost('attic'), aHost('cellar'), aHost('barn')];
    const rows = [on('local', full), on('attic', limited('half', 3 * gibibyte))];
    expect(told({ catalog: [limited('more', gibibyte)], requested: ['more'], rows, hosts })).toEqual([
      'more goes to barn: it has the most free memory, 7373 MiB',
      'more not to local: 1024 MiB are needed, and 205 MiB are left',
      'more not to attic: it would do; barn comes first',
      'more not to cellar: it would do; barn comes first',
    ]);
  });

  it('what goes earlier in the same request counts against the memory of what comes after', () => {
    const big = [limited('one', 5 * gibibyte), limited('two', 5 * gibibyte)];
    expect(where({ catalog: big, requested: ['one', 'two'] })).toEqual(['one@attic', 'two@local']);
  });

  it('a host that is away or draining takes nothing new', () => {
    const hosts = [
      aHost('local', { scheduling: 'draining' }),
      aHost('attic', { reachable: false }),
      aHost('barn'),
    ];
    expect(told({ catalog, requested: ['vpn'], hosts })).toEqual([
      'vpn goes to barn: no other host can take it',
      'vpn not to local: it is draining, and takes nothing new',
      'vpn not to attic: its worker or its engine does not answer',
    ]);
  });

  it('says when the memory of the chosen host is not known', () => {
    const { capacity: _, ...unmeasured } = aHost('local');
    expect(told({ catalog, requested: ['vpn'], hosts: [unmeasured, aHost('attic')] })[0]).toBe(
      'vpn goes to local: the control plane’s own host comes first; how much memory local has is not known yet',
    );
  });
});

describe('services of one network namespace', () => {
  it('go together with their gateway, and all that share the data folder with them', () => {
    expect(told({ catalog, requested: ['torrents'] })).toEqual([
      'torrents and vpn go to local: the control plane’s own host comes first',
      'torrents and vpn not to attic: it would do; local comes first',
    ]);
  });

  it('come to a gateway that is there', () => {
    const rows = [on('attic', vpn)];
    expect(told({ catalog, requested: ['torrents'], rows })).toEqual([
      'torrents goes to attic: it shares the network of vpn, which is there',
      'torrents not to local: it would share the network of vpn, on attic',
    ]);
  });

  it('cannot be asked for away from it', () => {
    expect(
      refusal({ catalog, requested: ['torrents'], rows: [on('attic', vpn)], wish: { host: 'local' } }),
    ).toEqual(['local: it would share the network of vpn, on attic', 'attic: local was asked for']);
  });
});

describe('a person’s wish', () => {
  it('for a host takes the gateway along, and what is required comes beside', () => {
    expect(where({ catalog, requested: ['series'], wish: { host: 'attic' } })).toEqual([
      'indexers@attic',
      'series@attic',
      'torrents@attic',
      'vpn@attic',
    ]);
  });

  it('comes before the data folder, and the explanation says that the files are elsewhere', () => {
    const rows = [on('attic', torrents), on('attic', vpn)];
    expect(told({ catalog, requested: ['series'], rows, wish: { host: 'local' } })[0]).toBe(
      'series goes to local: it was asked for; the data folder of torrents is on attic, and is not the same one unless you share it',
    );
  });

  it('by labels leaves the hosts that have them all', () => {
    const hosts = [
      aHost('local', { labels: { disk: 'small' } }),
      aHost('attic', { labels: { disk: 'large', gpu: 'yes' } }),
      aHost('barn', { labels: { gpu: 'yes' } }),
    ];
    const wish = { labels: { disk: 'large', gpu: 'yes' } };
    expect(told({ catalog, requested: ['vpn'], hosts, wish })).toEqual([
      'vpn goes to attic: it has disk=large and gpu=yes, as was asked for',
      'vpn not to local: its label disk is small, not large; it has no label gpu=yes',
      'vpn not to barn: it has no label disk=large',
    ]);
  });

  it('for a host that is away is refused with the reason', () => {
    const hosts = [aHost('local'), aHost('attic', { reachable: false })];
    expect(refusal({ catalog, requested: ['vpn'], hosts, wish: { host: 'attic' } })).toEqual([
      'local: attic was asked for',
      'attic: its worker or its engine does not answer',
    ]);
  });
});

describe('what fits nowhere', () => {
  it('is refused with what each host lacks, and says what was only estimated', () => {
    const small = { memoryBytes: 400 * 1024 ** 2, processors: 1 };
    const hosts = [
      aHost('local', { capacity: small }),
      aHost('attic', { scheduling: 'draining', capacity: small }),
    ];
    expect(refusal({ catalog, requested: ['torrents'], hosts })).toEqual([
      'local: 512 MiB are needed, 256 MiB counted where no limit is set, and 360 MiB are left',
      'attic: it is draining, and takes nothing new; 512 MiB are needed, 256 MiB counted where no limit is set, and 360 MiB are left',
    ]);
  });
});
