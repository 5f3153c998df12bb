import { describe, expect, it } from 'vitest';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import { printPlan } from '#domain/plan/print.ts';
import {
  aComponent,
  aDefinition,
  anEdge,
  argumentsOf,
  catalogStack,
  installed,
  planningInput,
  requires,
  type Stack,
  stackOf,
  upBut,
} from '#test/support/domain/index.ts';

async function sonarr(): Promise<PlanningInput> {
  return installed(planningInput(upBut(await catalogStack('sonarr')), 'sonarr'));
}

function withLinks(input: PlanningInput, links: Readonly<Record<string, string>>): PlanningInput {
  return { ...input, service: { ...input.service, links } };
}

const printed = (input: PlanningInput): string => printPlan(planInstall(input));

describe('a service that runs as wanted', () => {
  it('gets the links that it does not have, and is not restarted for them', async () => {
    const input = await sonarr();
    const { 'sonarr-media-connection-jellyfin': _, ...links } = input.service.links;
    expect(printed(withLinks(input, links))).toMatchInlineSnapshot(`
      "#1 integrate: add media server connection to sonarr: jellyfin (not linked yet)
      #2 monitor: watch sonarr (from now on it is watched)
      [1,2] -> #3 monitor: record sonarr as running (it is running)"
    `);
  });

  it('gets a link again that has changed', async () => {
    const input = await sonarr();
    const links = { ...input.service.links, 'sonarr-indexer-application-prowlarr': 'another' };
    expect(printed(withLinks(input, links)).split('\n')[0]).toBe(
      '#1 integrate: register sonarr with prowlarr (the link has changed)',
    );
  });

  it('records every link that it has, not only the new ones', async () => {
    const input = await sonarr();
    const plan = planInstall(withLinks(input, {}));
    expect(argumentsOf(plan, 'saveService')[0]?.links).toEqual(input.service.links);
    expect(Object.keys(input.service.links)).toEqual([
      'sonarr-app-login-sonarr',
      'sonarr-root-folder-sonarr-data-media-tv',
      'sonarr-download-client-qbittorrent',
      'sonarr-media-connection-jellyfin',
      'sonarr-indexer-application-prowlarr',
    ]);
  });
});

describe('a link', () => {
  it('names secrets by their paths, without versions: a rotation alone does not change it', async () => {
    const plan = planInstall(planningInput(await catalogStack('sonarr'), 'sonarr'));
    const [client] = argumentsOf(plan, 'applyLink').filter(({ link }) => link.kind === 'download-client');
    expect(client?.link).toMatchObject({
      consumer: { secrets: { 'api-key': 'sonarr/api-key', password: 'sonarr/password' }, user: 'admin' },
      provider: { secrets: { password: 'qbittorrent/password' }, user: 'admin' },
    });
    expect(JSON.stringify(client)).not.toContain('secret://');
  });
});

describe('an optional provider', () => {
  const player = aDefinition('player', {
    requires: [requires('subtitles', { optional: true })],
    links: [{ kind: 'media-connection', to: 'subtitles', arguments: {} }],
    components: [aComponent('player', { ports: [{ container: 80, protocol: 'tcp' }] })],
  });
  const subtitles = aDefinition('subtitles', { provides: ['subtitles'] });

  const integrations = (stack: Stack): readonly string[] =>
    printed(planningInput(stack, 'player'))
      .split('\n')
      .filter((line) => / (resolve|integrate): /.test(line))
      .map((line) => line.replace(/^.*#\d+ /, ''));

  it('that is absent is neither brought up nor linked', () => {
    expect(integrations(stackOf([player, subtitles], 'player'))).toEqual([]);
  });

  it('that runs is linked', () => {
    expect(integrations(upBut(stackOf([player, subtitles], 'player', 'subtitles'), 'player'))).toEqual([
      'integrate: add media server connection to player: subtitles (its container is new)',
    ]);
  });

  it('that is wanted and not up yet is not waited for; the next install links it', () => {
    const both = stackOf([player, subtitles], 'player', 'subtitles');
    expect(both.edges).toEqual([anEdge('player', 'subtitles', { optional: true })]);
    expect(integrations(both)).toEqual([]);
    const before = installed(planningInput(both, 'player'));
    const after = planningInput(upBut(both), 'player', { observed: before.observed });
    expect(printed(after).split('\n')[0]).toBe(
      '#1 integrate: add media server connection to player: subtitles (not linked yet)',
    );
  });
});
