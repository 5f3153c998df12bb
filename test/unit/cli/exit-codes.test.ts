import { expect, test } from 'vitest';
import { exitCodes, exitOf } from '#cli/exit-codes.ts';
import { errorTable } from '#domain/errors.ts';

test('every error has an exit code, and it stays what it is', () => {
  const exits = Object.keys(errorTable).map((code) => [code, exitOf(code)]);
  const byExit = Object.groupBy(exits, ([, exit = '']) => exit);
  expect(
    Object.entries(byExit).map(([exit, codes]) => `${exit}: ${codes?.map(([code]) => code).join(' ')}`),
  ).toMatchInlineSnapshot(`
    [
      "usage: invalid-input missing-settings body-too-large position-gone",
      "precondition: unauthenticated forbidden join-refused precondition-failed home-unusable download-corrupt",
      "not-found: not-found",
      "conflict: idempotency-mismatch service-busy service-required service-leaving illegal-transition container-gone plan-stale port-taken name-taken host-in-use host-local no-host no-gateway secret-conflict home-locked",
      "failed: catalog-invalid dependency-cycle dependency-failed no-provider image-not-found image-pull-failed image-denied container-invalid container-exited never-healthy network-unavailable directory-unusable link-refused login-failed secret-missing secret-unreadable task-timeout operation-lost",
      "unreachable: engine-unreachable engine-timeout database-unreachable temporal-unreachable secret-store-unreachable app-unreachable",
      "internal: internal",
    ]
  `);
});

test('codes of the transport have theirs, and an unknown code is our mistake', () => {
  expect(exitOf('api-unreachable')).toBe('unreachable');
  expect(exitOf('revision-mismatch')).toBe('conflict');
  expect(exitOf('no-such-code')).toBe('internal');
});

test('numbers are different, and fit into what a process can return', () => {
  const numbers = Object.values(exitCodes).map(({ code }) => code);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((code) => code >= 0 && code < 256)).toBe(true);
});
