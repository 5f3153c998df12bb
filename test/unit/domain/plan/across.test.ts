import { beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '#domain/errors.ts';
import { type HostId, hostId } from '#domain/ids.ts';
import type { LinkKind } from '#domain/link.ts';
import type { PlanningHost } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { printPlan } from '#domain/plan/print.ts';
import { planUninstall } from '#domain/plan/uninstall.ts';
import {
  argumentsOf,
  catalogStack,
  installed,
  type PlanningChange,
  planningInput,
  type Stack,
  upBut,
  withRow,
} from '#test/support/domain/index.ts';

const [here, attic] = [hostId('local'), hostId('attic')];

function hosts(address = '10.200.0.1'): ReadonlyMap<HostId, PlanningHost> {
  return new Map([
    [here, { id: here, kind: 'local', address }],
    [attic, { id: attic, kind: 'joined', address: '10.200.0.2' }],
  ]);
}

let whole: Stack;
beforeAll(async () => {
  whole = await catalogStack('sonarr');
});

/** The stack with those services on the joined host. */
function spread(...away: readonly string[]): Stack {
  return away.reduce((stack, id) => withRow(stack, id, { host: attic }), whole);
}

function planOf(stack: Stack, id: string, change: PlanningChange = {}): Plan {
  return planInstall(planningInput(stack, id, { hosts: hosts(), ...change }));
}

/** Where a service's containers publish, as `address:port>container port`. */
function published(plan: Plan): readonly string[] {
  return plan.steps.flatMap((step) => {
    if (step.type !== 'createContainer') return [];
    const { network } = step.arguments.container;
    if (network.mode !== 'networks') return [];
    return network.ports.map(({ address, host, container }) => `${address}:${host}>${container}`);
  });
}

describe('a stack on two hosts', () => {
  it('has its links told by host address and published port, and each thing brought up where it is', () => {
    const plan = printPlan(planOf(upBut(spread('qbittorrent', 'vpn'), 'sonarr', 'qbittorrent'), 'sonarr'));
    expect(plan.split('\n').filter((line) => /bring up|integrate/.test(line))).toMatchInlineSnapshot(`
      [
        "#1 resolve: bring up qbittorrent on attic (sonarr requires torrent-client: downloads with it)",
        "[16] -> #18 integrate: set the login of sonarr (its container is new)",
        "[16] -> #19 integrate: set root folder of sonarr to /data/media/tv (its container is new)",
        "[16,18,19] -> #20 integrate: add download client to sonarr: qbittorrent at 10.200.0.2:8080 (its container is new)",
        "[16,18,19] -> #21 integrate: add media server connection to sonarr: jellyfin (its container is new)",
        "[16,18,19] -> #22 integrate: register sonarr with prowlarr (its container is new)",
      ]
    `);
  });

  it('has a joined host’s services published at its address, those of a namespace by their gateway', () => {
    expect(published(planOf(spread('qbittorrent', 'vpn'), 'vpn'))).toMatchInlineSnapshot(`
      [
        "10.200.0.2:8080>8080",
      ]
    `);
  });

  it('has what is called from elsewhere published at the control plane’s own address too, and nothing else', () => {
    const stack = spread('sonarr');
    expect(published(planOf(stack, 'vpn'))).toMatchInlineSnapshot(`
      [
        "127.0.0.1:8080>8080",
        "10.200.0.1:8080>8080",
      ]
    `);
    expect(published(planOf(stack, 'prowlarr'))).toEqual(['127.0.0.1:9696>9696', '10.200.0.1:9696>9696']);
    expect(published(planOf(stack, 'redis'))).toEqual(published(planInstall(planningInput(whole, 'redis'))));
  });

  it('has a consumer published for a provider that calls it back', () => {
    expect(published(planOf(spread('prowlarr'), 'sonarr'))).toEqual([
      '127.0.0.1:8989>8989',
      '10.200.0.1:8989>8989',
    ]);
    expect(published(planOf(spread('jellyfin'), 'sonarr'))).toEqual(['127.0.0.1:8989>8989']);
  });

  it('is published once where services are bound to every address', () => {
    const { settings } = planningInput(whole, 'prowlarr');
    const open = { ...settings, network: { ...settings.network, bind: '0.0.0.0' } };
    expect(published(planOf(spread('sonarr'), 'prowlarr', { settings: open }))).toEqual([
      '0.0.0.0:9696>9696',
    ]);
  });

  it('tells both ends of a link where the other is, when each calls the other', () => {
    const plan = planOf(spread('prowlarr'), 'sonarr');
    expect(told(plan, 'indexer-application')).toEqual([
      { address: '10.200.0.1', port: 8989 },
      { address: '10.200.0.2', port: 9696 },
    ]);
  });

  it('tells the consumer alone where the provider is, when that one calls nobody', () => {
    const plan = planOf(spread('jellyfin'), 'sonarr');
    expect(told(plan, 'media-connection')).toEqual([undefined, { address: '10.200.0.2', port: 8096 }]);
  });

  it('is refused before a step while the control plane’s own host has no address that others reach', () => {
    const reason = refusal(() => planOf(spread('sonarr'), 'sonarr', { hosts: hosts('127.0.0.1') }));
    expect(reason).toBe(
      'no-host: qbittorrent is to be reached from another host, but host local has no address that others reach. Give it one with "showrunner up --gateway ADDRESS:PORT", or keep both on one host.',
    );
  });
});

describe('an uninstall of what is linked across hosts', () => {
  const goneAfter = (stack: Stack, address: string) => {
    const input = installed(planningInput(upBut(stack, 'sonarr'), 'sonarr', { hosts: hosts() }));
    return printPlan(planUninstall({ ...input, hosts: hosts(address) }, { purge: false }));
  };

  it('is planned without links that are not taken back, whatever address they lack', () => {
    const plan = goneAfter(spread('jellyfin', 'sonarr', 'prowlarr'), '127.0.0.1');
    expect(plan).toContain('take back: register sonarr with prowlarr');
    expect(plan).not.toContain('keeps its entry');
  });

  it('says what stays where the other end has no address any more', () => {
    const plan = goneAfter(spread('prowlarr'), '127.0.0.1');
    expect(plan).not.toContain('take back');
    expect(plan).toContain('note: prowlarr keeps its entry about sonarr');
  });
});

describe('a stack on one host', () => {
  it('has the same plans and hashes whatever is known of hosts', () => {
    for (const { id } of whole.rows.values()) {
      expect(planOf(whole, id)).toEqual(planInstall(planningInput(whole, id)));
      expect(JSON.stringify(planOf(whole, id))).not.toContain('"at":');
    }
  });
});

/** Where the ends of the link of that kind are told to be: the consumer's, then the provider's. */
function told(plan: Plan, kind: LinkKind): readonly unknown[] {
  return argumentsOf(plan, 'applyLink').flatMap(({ link }) =>
    link.kind === kind ? [link.consumer.at, link.provider.at] : [],
  );
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isDomainError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'none';
}
