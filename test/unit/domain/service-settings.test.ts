import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SettingDefinition } from '#domain/definition.ts';
import type { Settings } from '#domain/service.ts';
import { checkSettings } from '#domain/service-settings.ts';
import { aDefinition, aSetting, catalogDefinition } from '#test/support/domain/index.ts';

function check(
  settings: Readonly<Record<string, SettingDefinition>>,
  given: Settings,
  kept: readonly string[] = [],
) {
  const { faults, ...rest } = checkSettings(
    'sample',
    aDefinition('sample', { settings }),
    given,
    new Set(kept),
  );
  return { ...rest, faults: faults.map(({ field, reason }) => `${field} ${reason}`) };
}

describe('the VPN of the catalog', () => {
  it('given nothing, names every missing setting at once', async () => {
    const { faults } = checkSettings('vpn', await catalogDefinition('vpn'), {});
    expect(faults.map(({ field }) => field)).toEqual([
      'vpn.provider',
      'vpn.wireguard-private-key',
      'vpn.wireguard-addresses',
    ]);
    expect(faults[1]?.reason).toBe('is required when type is wireguard: WireGuard private key');
    expect(faults[0]?.reason).toMatch(/^is required: VPN provider \(one of airvpn, custom, .*windscribe\)$/);
  });

  it('asks for what the chosen protocol and provider need, and for nothing else', async () => {
    const vpn = await catalogDefinition('vpn');
    const missing = (given: Settings) => checkSettings('vpn', vpn, given).faults.map(({ field }) => field);
    expect(missing({ provider: 'mullvad', type: 'openvpn' })).toEqual([
      'vpn.openvpn-user',
      'vpn.openvpn-password',
    ]);
    expect(
      missing({ provider: 'custom', type: 'openvpn', 'openvpn-user': 'u', 'openvpn-password': 'p' }),
    ).toEqual(['vpn.endpoint-ip', 'vpn.endpoint-port', 'vpn.endpoint-public-key']);
  });

  it('tells wrong values together with missing and unknown ones', async () => {
    const { faults } = checkSettings('vpn', await catalogDefinition('vpn'), {
      provider: 'acme',
      'wireguard-private-key': 'not a key',
      colour: 'red',
    });
    expect(faults.map(({ field, reason }) => `${field} ${reason.slice(0, 40)}`)).toEqual([
      'vpn.colour is not a setting; there are provider, ty',
      'vpn.provider must be one of airvpn, custom, cyberghos',
      'vpn.wireguard-private-key does not have the expected form',
      'vpn.wireguard-addresses is required when type is wireguard: Wire',
    ]);
  });

  it('hands secret settings over apart from the plain ones', async () => {
    const key = `${'A'.repeat(43)}=`;
    const given = {
      provider: 'mullvad',
      'wireguard-private-key': key,
      'wireguard-addresses': '10.64.0.2/32',
    };
    expect(checkSettings('vpn', await catalogDefinition('vpn'), given)).toEqual({
      settings: { provider: 'mullvad', type: 'wireguard', 'wireguard-addresses': '10.64.0.2/32' },
      secrets: { 'wireguard-private-key': key },
      faults: [],
    });
  });

  it('does not ask again for a secret that the store has', async () => {
    const given = { provider: 'mullvad', 'wireguard-addresses': '10.64.0.2/32' };
    const kept = new Set(['wireguard-private-key']);
    expect(checkSettings('vpn', await catalogDefinition('vpn'), given, kept).faults).toEqual([]);
  });
});

describe('a value', () => {
  it.each([
    ['number', '51820', 51820],
    ['number', 51820, 51820],
    ['number', '0', 0],
    ['number', '-1.5', -1.5],
    ['boolean', 'true', true],
    ['boolean', false, false],
    ['text', 'a b', 'a b'],
    ['text', 7, '7'],
  ] as const)('of a %s setting given as %j becomes %j', (type, given, value) => {
    expect(check({ it: aSetting({ type }) }, { it: given })).toEqual({
      settings: { it: value },
      secrets: {},
      faults: [],
    });
  });

  it.each([
    ['number', 'many', 'sample.it must be a number'],
    ['number', ' ', 'sample.it must be a number'],
    ['number', 'Infinity', 'sample.it must be a number'],
    ['boolean', 'yes', 'sample.it must be true or false'],
    ['boolean', 1, 'sample.it must be true or false'],
    ['text', 'two\nlines', 'sample.it must be one line of at most 4096 characters'],
    ['text', 'nul\0', 'sample.it must be one line of at most 4096 characters'],
    ['text', 'x'.repeat(4097), 'sample.it must be one line of at most 4096 characters'],
  ] as const)('of a %s setting is refused as %j', (type, given, fault) => {
    expect(check({ it: aSetting({ type }) }, { it: given }).faults).toEqual([fault]);
  });

  it('must match its pattern as a whole', () => {
    const it = aSetting({ pattern: 'a|b' });
    expect(check({ it }, { it: 'a' }).faults).toEqual([]);
    expect(check({ it }, { it: 'ab' }).faults).toEqual(['sample.it must match a|b']);
  });

  it('of a choice is one of its choices', () => {
    const it = aSetting({ type: 'choice', choices: ['red', 'green'] });
    expect(check({ it }, { it: 'blue' }).faults).toEqual(['sample.it must be one of red, green']);
  });

  it('left out or emptied takes the default, or is missing where it is required', () => {
    const it = aSetting({ default: 'red', required: true });
    expect(check({ it }, {}).settings).toEqual({ it: 'red' });
    expect(check({ it }, { it: '' }).faults).toEqual(['sample.it is required: Colour']);
    expect(check({ it: aSetting() }, { it: '' })).toEqual({ settings: {}, secrets: {}, faults: [] });
  });
});

it('an unknown name is a fault, also one that every object has', () => {
  expect(check({}, { colour: 'red' }).faults).toEqual(['sample.colour has no settings']);
  expect(check({ it: aSetting() }, { toString: 'x' }).faults).toEqual([
    'sample.toString is not a setting; there are it',
  ]);
});

it('no fault ever shows the value of a secret', () => {
  const settings = { it: aSetting({ secret: true, pattern: '[0-9]+', required: true }) };
  fc.assert(
    fc.property(fc.string({ minLength: 8, unit: 'grapheme' }), (value) => {
      const { faults } = check(settings, { it: value });
      for (const fault of faults) expect(fault).not.toContain(value);
    }),
  );
});

it('what was accepted is accepted again, unchanged', () => {
  const settings = {
    text: aSetting(),
    number: aSetting({ type: 'number' }),
    boolean: aSetting({ type: 'boolean' }),
  };
  const given = fc.record(
    { text: fc.string(), number: fc.oneof(fc.integer(), fc.double().map(String)), boolean: fc.boolean() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(given, (values) => {
      const once = check(settings, values);
      expect(check(settings, once.settings)).toEqual({ ...once, faults: [] });
    }),
  );
});
