import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDesiredLabel, readMadeLabel } from '#activities/host/watch/desired-label.ts';
import { planInstall } from '#domain/plan/install.ts';
import { argumentsOf, catalogStack, planningInput } from '#test/support/domain/index.ts';

const ids = ['sonarr', 'radarr', 'qbittorrent', 'vpn', 'jellyfin', 'postgres', 'redis', 'prowlarr'];

async function labelOf(id: string): Promise<string> {
  const plan = planInstall(planningInput(await catalogStack('sonarr', 'radarr'), id));
  return argumentsOf(plan, 'createContainer')[0]?.desired ?? '';
}

it.each(ids)('what an install of %s writes is what its watcher reads', async (id) => {
  const input = planningInput(await catalogStack('sonarr', 'radarr'), id);
  const [wait] = argumentsOf(planInstall(input), 'waitHealthy');
  expect(readDesiredLabel(await labelOf(id))).toEqual({
    id,
    health: input.service.definition.health,
    targets: wait?.targets,
  });
});

describe('what is not such a label is left alone', () => {
  it.each([undefined, '', 'x', 'null', '[]', '{}', '"sonarr"', '{"id":"sonarr"}'])('%j', (label) => {
    expect(readDesiredLabel(label)).toBeUndefined();
  });

  it.each([
    ['an id that is none', { id: '../sonarr' }],
    ['a probe of no kind', { health: { readiness: { type: 'ping' } } }],
    ['targets that are none', { targets: [1] }],
  ])('%s', async (_what, change) => {
    const label = { ...JSON.parse(await labelOf('sonarr')), ...change };
    expect(readDesiredLabel(JSON.stringify(label))).toBeUndefined();
  });

  it('whatever anyone wrote there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(readDesiredLabel(text)).toBeUndefined();
      }),
    );
  });
});

describe('how a container was made', () => {
  const made = { image: 'sonarr:4', networks: { media: ['sonarr'] }, gateway: 'showrunner-vpn' };

  it('is read from its label', () => {
    expect(readMadeLabel(JSON.stringify(made))).toEqual(made);
    const { gateway: _gateway, ...own } = made;
    expect(readMadeLabel(JSON.stringify(own))).toEqual(own);
  });

  it.each([undefined, '', 'x', '{}', '{"image":1,"networks":{}}', '{"image":"a","networks":{"b":"c"}}'])(
    'is not known of a container with %j',
    (label) => {
      expect(readMadeLabel(label)).toBeUndefined();
    },
  );
});
