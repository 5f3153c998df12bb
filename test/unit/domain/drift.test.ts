import { describe, expect, it } from 'vitest';
import { differences, inWords, madeOf, type SeenContainer } from '#domain/drift.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import { aSpec } from '../activities/support/engine.ts';

const targets = {
  sonarr: { address: 'showrunner-sonarr', container: 'showrunner-sonarr' },
  db: { address: 'showrunner-sonarr-db', container: 'showrunner-sonarr-db' },
};

function seen(component: string, more: Partial<SeenContainer> = {}): SeenContainer {
  const name = component === 'sonarr' ? 'showrunner-sonarr' : `showrunner-sonarr-${component}`;
  return {
    id: component,
    name,
    service: serviceId('sonarr'),
    component: componentName(component),
    state: 'running',
    configHash: 'hash',
    task: 'task',
    revision: 1,
    restarts: 0,
    image: 'example.org/sonarr:4',
    networks: ['showrunner-media', 'showrunner-web'],
    aliases: { 'showrunner-media': ['sonarr', 'tv'], 'showrunner-web': ['sonarr'] },
    namespaceAlive: true,
    made: {
      image: 'example.org/sonarr:4',
      networks: { 'showrunner-media': ['sonarr'], 'showrunner-web': ['sonarr'] },
    },
    ...more,
  };
}

/** What differs, where the database is as it should be. */
function differs(more: Partial<SeenContainer>): readonly string[] {
  return differences(targets, [seen('sonarr', more), seen('db')]).map(
    ({ happened, what }) => `${happened}: ${what}`,
  );
}

describe('what is not as it was made is named', () => {
  it.each<readonly [string, Partial<SeenContainer>, readonly string[]]>([
    ['nothing', {}, []],
    ['ended', { state: 'exited', exitCode: 3 }, ['ended: showrunner-sonarr ended with exit code 3']],
    [
      'between two starts by the engine',
      { state: 'restarting', exitCode: 3 },
      ['ended: showrunner-sonarr ended with exit code 3'],
    ],
    [
      'stopped by hand',
      { state: 'exited', exitCode: 143, stopped: true },
      ['stalled: showrunner-sonarr was stopped (exit code 143)'],
    ],
    ['paused', { state: 'paused' }, ['stalled: showrunner-sonarr is paused']],
    ['made and not started', { state: 'created' }, ['stalled: showrunner-sonarr was never started']],
    ['on its way out', { state: 'removing' }, ['gone: showrunner-sonarr is being removed']],
    [
      'renamed',
      { name: 'showrunner-sonarr-old' },
      ['drifted: showrunner-sonarr was renamed to showrunner-sonarr-old'],
    ],
    [
      'disconnected',
      { networks: ['showrunner-web'] },
      ['drifted: showrunner-sonarr was disconnected from showrunner-media'],
    ],
    [
      'without its name in a network',
      { aliases: { 'showrunner-media': ['tv'], 'showrunner-web': ['sonarr'] } },
      ['drifted: showrunner-sonarr is no longer called sonarr in showrunner-media'],
    ],
    [
      'recreated by hand with our labels',
      { image: 'example.org/sonarr:5' },
      ['drifted: showrunner-sonarr was made anew from example.org/sonarr:5'],
    ],
    [
      'left behind by its gateway',
      {
        namespaceAlive: false,
        networks: [],
        made: { image: 'example.org/sonarr:4', networks: {}, gateway: 'showrunner-vpn' },
      },
      ['drifted: showrunner-sonarr lost the network of showrunner-vpn'],
    ],
    [
      'several at once, the worst first',
      { state: 'paused', networks: ['showrunner-media'] },
      [
        'stalled: showrunner-sonarr is paused',
        'drifted: showrunner-sonarr was disconnected from showrunner-web',
      ],
    ],
  ])('%s', (_what, more, words) => {
    expect(differs(more)).toEqual(words);
  });
});

it('a component other than the main one counts as much', () => {
  expect(differences(targets, [seen('sonarr')])).toEqual([
    { happened: 'gone', what: 'showrunner-sonarr-db is gone' },
  ]);
  const [worst] = differences(targets, [seen('sonarr', { state: 'paused' })]);
  expect(worst?.happened).toBe('gone');
});

it('a copy of a container does not stand for it, and does not count against it', () => {
  const copy = seen('sonarr', { id: 'copy', name: 'a-copy', state: 'exited', exitCode: 0 });
  expect(differences(targets, [copy, seen('sonarr'), seen('db')])).toEqual([]);
});

it('a container from before how it was made was written down is compared in what is known', () => {
  const { made: _made, ...old } = seen('sonarr', { networks: [] });
  expect(differences(targets, [old, seen('db')])).toEqual([]);
  expect(differences(targets, [{ ...old, namespaceAlive: false }, seen('db')])).toEqual([
    { happened: 'drifted', what: 'showrunner-sonarr lost the network of its gateway' },
  ]);
});

it('much is told in few words', () => {
  const networks = ['a', 'b', 'c', 'd', 'e'];
  const made = { image: 'i', networks: Object.fromEntries(networks.map((name) => [name, []])) };
  const all = differences(targets, [seen('sonarr', { image: 'i', networks: [], made }), seen('db')]);
  expect(inWords(all)).toBe(
    'showrunner-sonarr was disconnected from a; showrunner-sonarr was disconnected from b; ' +
      'showrunner-sonarr was disconnected from c; 2 more',
  );
});

it('what a specification makes of a container is what it is compared with', () => {
  const networks = [{ name: 'showrunner-media', aliases: ['sonarr'] }];
  expect(madeOf(aSpec({ network: { mode: 'networks', networks, ports: [] } }), 'image:1')).toEqual({
    image: 'image:1',
    networks: { 'showrunner-media': ['sonarr'] },
  });
  expect(madeOf(aSpec({ network: { mode: 'container', container: 'showrunner-vpn' } }), 'image:1')).toEqual({
    image: 'image:1',
    networks: {},
    gateway: 'showrunner-vpn',
  });
});
