import { describe, expect, it } from 'vitest';
import type { ContainerSpec } from '#domain/container.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import { printPlan } from '#domain/plan/print.ts';
import type { Stack } from '#test/support/domain/index.ts';
import {
  argumentsOf,
  catalogStack,
  installed,
  planningInput,
  rowOf,
  upBut,
  withRow,
} from '#test/support/domain/index.ts';

function specOf(input: PlanningInput): ContainerSpec {
  const [created] = argumentsOf(planInstall(input), 'createContainer');
  if (created === undefined) throw new Error('The plan makes no container.');
  return created.container;
}

const portOn = (host: number) => [{ container: 8080, protocol: 'tcp' as const, host }];

describe('a gateway', () => {
  it('answers to its members’ names in their networks, and publishes their ports', async () => {
    const stack = withRow(await catalogStack('qbittorrent'), 'qbittorrent', { ports: portOn(18_080) });
    expect(specOf(planningInput(stack, 'vpn')).network).toEqual({
      mode: 'networks',
      networks: [{ name: 'showrunner-download', aliases: ['qbittorrent', 'vpn'] }],
      ports: [{ container: 8080, protocol: 'tcp', host: 18_080, address: '127.0.0.1' }],
    });
  });

  it('alone has its own network and no port', async () => {
    expect(specOf(planningInput(await catalogStack('vpn'), 'vpn')).network).toEqual({
      mode: 'networks',
      networks: [{ name: 'showrunner-download', aliases: ['vpn'] }],
      ports: [],
    });
  });

  it('joins networks that only a member wants', async () => {
    const stack = inNetworks(await catalogStack('qbittorrent'), ['download', 'media']);
    const input = planningInput(stack, 'vpn');
    expect(specOf(input).network).toMatchObject({
      networks: [
        { name: 'showrunner-download', aliases: ['qbittorrent', 'vpn'] },
        { name: 'showrunner-media', aliases: ['qbittorrent', 'vpn'] },
      ],
    });
    expect(printPlan(planInstall(input))).toContain('make network showrunner-media');
  });

  it('is made anew when a member comes or goes, since ports cannot be added to a container', async () => {
    const stack = upBut(await catalogStack('qbittorrent'), 'vpn');
    const input = installed(planningInput(stack, 'vpn'));
    expect(printPlan(planInstall(input))).toBe('vpn: nothing to do');
    const gone = planningInput(withRow(stack, 'qbittorrent', { desired: 'absent' }), 'vpn');
    const plan = planInstall({ ...input, neighbours: gone.neighbours });
    expect(printPlan(plan).split('\n')[0]).toBe(
      '#1 deploy: stop showrunner-vpn, 10 s grace (configuration has changed)',
    );
  });
});

describe('a member', () => {
  it('names its gateway’s container and not its id, so that its hash outlives a new gateway', async () => {
    const { network } = specOf(planningInput(await catalogStack('qbittorrent'), 'qbittorrent'));
    expect(network).toEqual({ mode: 'container', container: 'showrunner-vpn' });
  });

  it('is probed at its gateway’s address, and its commands run inside itself', async () => {
    const plan = planInstall(planningInput(await catalogStack('qbittorrent'), 'qbittorrent'));
    expect(argumentsOf(plan, 'waitHealthy')[0]?.targets).toEqual({
      qbittorrent: { address: 'showrunner-vpn', container: 'showrunner-qbittorrent' },
    });
  });

  it('is reached by others under its own name, at its gateway’s address', async () => {
    const plan = planInstall(planningInput(await catalogStack('sonarr'), 'sonarr'));
    const [client] = argumentsOf(plan, 'applyLink').filter(({ link }) => link.kind === 'download-client');
    expect(client?.link.provider).toMatchObject({
      service: 'qbittorrent',
      hostname: 'qbittorrent',
      container: 'showrunner-vpn',
      port: 8080,
    });
  });

  it('cannot be planned while nothing provides the namespace', async () => {
    const stack = await catalogStack('qbittorrent');
    expect(() => planInstall(planningInput({ ...stack, edges: [] }, 'qbittorrent'))).toThrow(
      expect.objectContaining({ code: 'no-provider' }),
    );
  });
});

function inNetworks(stack: Stack, networks: readonly string[]): Stack {
  const { definition } = rowOf(stack, 'qbittorrent');
  return withRow(stack, 'qbittorrent', {
    definition: {
      ...definition,
      networks: Object.fromEntries(networks.map((name) => [name, { internal: false }])),
      components: definition.components.map((one) => ({ ...one, networks })),
    },
  });
}
