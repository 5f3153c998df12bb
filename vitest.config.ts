import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** Deadlines, not durations: a test goes on as soon as its condition holds, and other stages use the same cores. */
const common = {
  pool: 'forks' as const,
  testTimeout: 30_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000, interval: 20 } },
  restoreMocks: true,
};

/** Files of these kinds mostly wait, so that two share even one core well. */
const severalFiles = { maxWorkers: Math.max(2, availableParallelism() - 1) };
const withTemporal = { globalSetup: ['test/support/temporal/global-setup.ts'] };

/** Where tests put another clock in the place of the worker's and count its timers; those of other files would be among them. */
const replacesClock = 'test/unit/activities/**/*.test.ts';

/** Else a test would get graphql's ES module beside the CommonJS one that the libraries load, and the two do not know each other. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/** One project for each kind of test, by what it needs to run; see CONTRIBUTING.md. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          ...common,
          ...severalFiles,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: [...configDefaults.exclude, replacesClock],
          // Half of the time went into loading the same modules for each file; no test may leave a module changed.
          isolate: false,
        },
      },
      { test: { ...common, ...severalFiles, name: 'unit-clock', include: [replacesClock] } },
      {
        test: {
          ...common,
          ...severalFiles,
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          ...severalFiles,
          ...withTemporal,
          name: 'workflow',
          include: ['test/workflow/**/*.test.ts', 'test/replay/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...common,
          name: 'chaos',
          include: ['test/chaos/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
