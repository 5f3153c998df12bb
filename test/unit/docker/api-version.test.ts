import { expect, test } from 'vitest';
import { negotiate } from '#adapters/docker/connection/api-version.ts';

const engine = (Version: string, ApiVersion: string, MinAPIVersion: string) => ({
  Version,
  ApiVersion,
  MinAPIVersion,
});

test.each([
  ['an engine 20.10 at its newest', engine('20.10.24', '1.41', '1.12'), '1.41'],
  ['an engine 26 at its newest', engine('26.1.5', '1.45', '1.24'), '1.45'],
  [
    'an engine 29, which refuses what is old, at the newest that is known',
    engine('29.1.0', '1.52', '1.44'),
    '1.45',
  ],
])('speaks to %s', (_what, answer, api) => {
  expect(negotiate(answer).api).toBe(api);
});

test.each([
  ['too old', engine('19.03', '1.40', '1.12')],
  ['too new', engine('40.0', '1.80', '1.60')],
  ['no engine at all', engine('x', 'latest', '1.12')],
])('says that an engine is %s', (_what, answer) => {
  expect(() => negotiate(answer)).toThrow(expect.objectContaining({ code: 'precondition-failed' }));
});
