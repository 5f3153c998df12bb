import { describe, expect, it } from 'vitest';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import { printPlan } from '#domain/plan/print.ts';
import type { SecretText } from '#domain/secret.ts';
import type { Settings } from '#domain/service.ts';
import {
  argumentsOf,
  catalogStack,
  installed,
  planningInput,
  upBut,
  versions,
  withRow,
} from '#test/support/domain/index.ts';

interface Vpn {
  readonly settings?: Settings;
  readonly sealed?: Readonly<Record<string, string>>;
  readonly stored?: Readonly<Record<string, number>>;
}

const wireguard = { provider: 'mullvad', type: 'wireguard', 'wireguard-addresses': '10.64.0.2/32' };

async function vpn({ settings = wireguard, sealed = {}, stored = {} }: Vpn): Promise<PlanningInput> {
  const stack = withRow(await catalogStack('vpn'), 'vpn', { settings, sealed });
  return planningInput(stack, 'vpn', { secretVersions: versions(stored) });
}

const secretSteps = (input: PlanningInput): readonly string[] =>
  printPlan(planInstall(input))
    .split('\n')
    .filter((line) => line.includes(' secret '));

function environmentOf(input: PlanningInput): Readonly<Record<string, SecretText>> {
  return argumentsOf(planInstall(input), 'createContainer')[0]?.container.environment ?? {};
}

describe('a secret', () => {
  it('that is generated is made once, and used in its first version', async () => {
    const input = planningInput(await catalogStack('postgres'), 'postgres');
    expect(secretSteps(input)).toEqual(['#1 prepare: make secret postgres/password (no value yet)']);
    expect(environmentOf(input).POSTGRES_PASSWORD).toEqual([
      { secret: 'secret://postgres/password@1', as: 'plain' },
    ]);
  });

  it('that is there is used in its newest version, and not made', async () => {
    const secretVersions = versions({ 'postgres/password': 4 });
    const input = planningInput(await catalogStack('postgres'), 'postgres', { secretVersions });
    expect(secretSteps(input)).toEqual([]);
    expect(environmentOf(input).POSTGRES_PASSWORD).toEqual([
      { secret: 'secret://postgres/password@4', as: 'plain' },
    ]);
  });

  it('that was entered is stored before the container that uses it, which names the version to come', async () => {
    const input = await vpn({ sealed: { 'wireguard-private-key': 'jwe' } });
    expect(secretSteps(input)).toEqual([
      '#1 prepare: make secret vpn/control-key (no value yet)',
      '#2 prepare: store secret vpn/wireguard-private-key (a value was entered)',
    ]);
    expect(environmentOf(input).WIREGUARD_PRIVATE_KEY).toEqual([
      { secret: 'secret://vpn/wireguard-private-key@1', as: 'plain' },
    ]);
  });

  it('that is entered anew becomes the next version', async () => {
    const input = await vpn({
      sealed: { 'wireguard-private-key': 'jwe' },
      stored: { 'vpn/control-key': 1, 'vpn/wireguard-private-key': 2 },
    });
    expect(secretSteps(input)).toEqual([
      '#1 prepare: store secret vpn/wireguard-private-key (a value was entered)',
    ]);
    expect(environmentOf(input).WIREGUARD_PRIVATE_KEY).toEqual([
      { secret: 'secret://vpn/wireguard-private-key@3', as: 'plain' },
    ]);
  });

  it('that nobody entered and nobody has leaves its variable out', async () => {
    expect(environmentOf(await vpn({}))).not.toHaveProperty('WIREGUARD_PRESHARED_KEY');
  });

  it('that a program makes itself is never made for it', async () => {
    const input = planningInput(await catalogStack('jellyfin'), 'jellyfin');
    expect(secretSteps(input).map((line) => line.replace(/^.*secret /, ''))).toEqual([
      'jellyfin/admin-password (no value yet)',
    ]);
  });

  it('in a seeded file stays a reference, in the encoding that the program reads', async () => {
    const plan = planInstall(planningInput(await catalogStack('qbittorrent'), 'qbittorrent'));
    const [file] = argumentsOf(plan, 'seedFile');
    expect(file?.content.filter((part) => typeof part !== 'string')).toEqual([
      { secret: 'secret://qbittorrent/password@1', as: 'qbittorrent-pbkdf2' },
    ]);
  });

  it('entered while the service runs makes a new container', async () => {
    const before = installed(await vpn({ sealed: { 'wireguard-private-key': 'jwe' } }));
    expect(printPlan(planInstall(before))).toBe('vpn: nothing to do');
    const sealed = { 'wireguard-private-key': 'another-jwe' };
    const lines = printPlan(planInstall({ ...before, service: { ...before.service, sealed } })).split('\n');
    expect(lines[0]).toBe('#1 prepare: store secret vpn/wireguard-private-key (a value was entered)');
    expect(lines[1]).toBe('[1] -> #2 deploy: stop showrunner-vpn, 10 s grace (configuration has changed)');
  });
});

describe('settings', () => {
  it('reach the container as variables; what is not set is left out, not empty', async () => {
    const environment = environmentOf(
      await vpn({ settings: { ...wireguard, 'server-countries': 'Sweden' } }),
    );
    expect(environment).toMatchObject({
      VPN_SERVICE_PROVIDER: ['mullvad'],
      VPN_TYPE: ['wireguard'],
      SERVER_COUNTRIES: ['Sweden'],
      TZ: ['Europe/Vienna'],
      PUID: ['1000'],
      PGID: ['1001'],
    });
    expect(environment).not.toHaveProperty('OPENVPN_USER');
  });

  it('that count only beside another value are kept and not passed on while that is another one', async () => {
    const custom = { ...wireguard, provider: 'custom', 'endpoint-ip': '10.200.0.1', 'endpoint-port': 51_820 };
    expect(environmentOf(await vpn({ settings: custom }))).toMatchObject({
      WIREGUARD_ENDPOINT_IP: ['10.200.0.1'],
      WIREGUARD_ENDPOINT_PORT: ['51820'],
    });
    const environment = environmentOf(await vpn({ settings: { ...custom, provider: 'mullvad' } }));
    expect(environment).not.toHaveProperty('WIREGUARD_ENDPOINT_IP');
    expect(environment).not.toHaveProperty('WIREGUARD_ENDPOINT_PORT');
  });

  it('that are secret and do not count now are not passed on either', async () => {
    const settings = { ...wireguard, type: 'openvpn' };
    const stored = { 'vpn/control-key': 1, 'vpn/wireguard-private-key': 1, 'vpn/openvpn-user': 1 };
    const environment = environmentOf(await vpn({ settings, stored }));
    expect(environment).not.toHaveProperty('WIREGUARD_PRIVATE_KEY');
    expect(environment).toHaveProperty('OPENVPN_USER');
  });
});

it('the label for adoption holds settings, ports and requirements, and no secret', async () => {
  const stack = upBut(await catalogStack('sonarr'), 'vpn');
  const row = { settings: wireguard, sealed: { 'wireguard-private-key': 'jwe-canary' } };
  const plan = planInstall(planningInput(withRow(stack, 'vpn', row), 'vpn'));
  const desired = argumentsOf(plan, 'createContainer')[0]?.desired ?? '';
  expect(JSON.parse(desired)).toMatchObject({
    id: 'vpn',
    definition: 'vpn',
    settings: wireguard,
    origin: 'dependency',
  });
  expect(desired).not.toContain('jwe-canary');
  expect(desired).not.toContain('secret://');
});
