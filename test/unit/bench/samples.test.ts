import { expect, test } from 'vitest';
import { percentile, summarize, summarizeEach } from '#bench/support/samples.ts';

test('the median of an odd number of values is the one in the middle', () => {
  expect(summarize([3, 1, 200])).toEqual({ p50: 3, min: 1, max: 200, n: 3 });
});

test('the median of an even number of values lies between the two in the middle', () => {
  expect(summarize([4, 1, 2, 9])).toEqual({ p50: 3, min: 1, max: 9, n: 4 });
});

test('nothing measured is no result', () => {
  expect(() => summarize([])).toThrow('Nothing was measured');
});

test('a part that a run does not have counts as none in that run', () => {
  const parts = summarizeEach([{ links: 4 }, { links: 6, health: 2 }, { links: 5, health: 2 }]);
  expect(parts.get('links')).toMatchObject({ p50: 5, n: 3 });
  expect(parts.get('health')).toMatchObject({ p50: 2, min: 0 });
});

test('nineteen of twenty values do not exceed the 95th percentile', () => {
  const values = Array.from({ length: 20 }, (_, at) => 20 - at);
  expect(percentile(values, 0.95)).toBe(19);
  expect(percentile([7], 0.95)).toBe(7);
});
