import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeSubnets } from '#adapters/docker/resources/subnets.ts';

test('offers every /24 of the pool once, beginning where the seed says', () => {
  const offered = [...freeSubnets('10.222.0.0/22', 'a/net', [])];
  expect(offered.toSorted()).toEqual(['10.222.0.0/24', '10.222.1.0/24', '10.222.2.0/24', '10.222.3.0/24']);
  expect([...freeSubnets('10.222.0.0/22', 'a/net', [])]).toEqual(offered);
});

test('begins at different places for different networks', () => {
  const first = (seed: string) => freeSubnets('10.222.0.0/16', seed, []).next().value;
  expect(new Set(['a/x', 'a/y', 'b/x'].map(first)).size).toBe(3);
});

test('leaves out what overlaps, larger or smaller, and minds no IPv6', () => {
  const taken = ['10.222.0.0/23', '10.222.2.128/25', 'fd00::/64', '172.17.0.0/16'];
  expect([...freeSubnets('10.222.0.0/22', 'seed', taken)]).toEqual(['10.222.3.0/24']);
});

test('never offers a subnet that another network holds', () => {
  const subnet = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 20, max: 28 }));
  fc.assert(
    fc.property(fc.array(subnet, { maxLength: 40 }), fc.string(), (used, seed) => {
      const taken = used.map(([third, prefix]) => `10.222.${third}.0/${prefix}`);
      const blocked = new Set(
        used.flatMap(([third, prefix]) => {
          const wide = Math.max(1, 2 ** (24 - prefix));
          const from = third - (third % wide);
          return Array.from({ length: wide }, (_, step) => `10.222.${from + step}.0/24`);
        }),
      );
      const offered = [...freeSubnets('10.222.0.0/16', seed, taken)];
      expect(offered.filter((one) => blocked.has(one))).toEqual([]);
      expect(new Set(offered).size).toBe(256 - blocked.size);
    }),
  );
});

test.each(['10.222.0.0/25', '10.300.0.0/16', 'fd00::/64', 'nonsense'])('refuses "%s" as a pool', (pool) => {
  expect(() => [...freeSubnets(pool, 'seed', [])]).toThrow(
    expect.objectContaining({ code: 'invalid-input' }),
  );
});
