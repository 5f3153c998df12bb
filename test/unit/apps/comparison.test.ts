import { describe, expect, it } from 'vitest';
import { compareValues, equalValues, rememberedValues } from '#adapters/apps/comparison.ts';

describe('the three-way comparison', () => {
  it('finds nothing where everything is as it should be', () => {
    expect(
      compareValues({ host: 'vpn', port: 8080 }, { host: 'vpn', port: 8080, more: 1 }, undefined),
    ).toEqual({
      outdated: [],
      byHand: [],
    });
  });

  it('calls a difference outdated where the value is still the one that was written', () => {
    const comparison = compareValues({ host: 'vpn' }, { host: 'qbittorrent' }, { host: 'qbittorrent' });
    expect(comparison).toEqual({ outdated: ['host'], byHand: [] });
  });

  it('calls a difference a person’s where the value is another than the one that was written', () => {
    const comparison = compareValues({ host: 'vpn' }, { host: 'mine' }, { host: 'qbittorrent' });
    expect(comparison).toEqual({ outdated: [], byHand: ['host'] });
  });

  it('calls every difference a person’s without a record', () => {
    expect(compareValues({ port: 1, host: 'a' }, { port: 2, host: 'b' }, undefined).byHand).toEqual([
      'host',
      'port',
    ]);
  });

  it('calls a difference outdated where a new version brought the setting', () => {
    const comparison = compareValues({ onImport: true }, { onImport: false }, { host: 'vpn' });
    expect(comparison).toEqual({ outdated: ['onImport'], byHand: [] });
  });

  it('remembers what is desired, and of what a person changed what was written before', () => {
    const wrote = { host: 'vpn', port: 1 };
    expect(rememberedValues({ host: 'vpn', port: 2, tags: [] }, ['port', 'tags'], wrote)).toEqual({
      host: 'vpn',
      port: 1,
      tags: [],
    });
  });

  it('takes unset, null and empty for the same, and lists in any order', () => {
    expect(equalValues(null, '')).toBe(true);
    expect(equalValues(undefined, '')).toBe(true);
    expect(equalValues([5030, 5040], [5040, 5030])).toBe(true);
    expect(equalValues(false, null)).toBe(false);
    expect(equalValues(0, '')).toBe(false);
  });
});
