import { afterAll, beforeAll, describe } from 'vitest';
import { byHandTests } from './by-hand-tests.ts';
import { containerTests } from './container-tests.ts';
import type { RuntimeHarness } from './harness.ts';
import { imageTests } from './image-tests.ts';
import { lifecycleTests } from './lifecycle-tests.ts';
import { namespaceTests } from './namespace-tests.ts';
import { resourceTests } from './resource-tests.ts';
import { streamTests } from './stream-tests.ts';
import { usageTests } from './usage-tests.ts';

/** What every container runtime keeps, real or not. */
export function containerRuntimeContract(what: string, begin: () => Promise<RuntimeHarness>): void {
  describe(`container runtime: ${what}`, { timeout: 60_000 }, () => {
    let harness: RuntimeHarness | undefined;
    const current = (): RuntimeHarness => {
      if (harness === undefined) throw new Error('The harness was not started.');
      return harness;
    };
    beforeAll(async () => {
      harness = await begin();
    }, 120_000);
    afterAll(async () => {
      await harness?.end();
    }, 120_000);

    describe('networks and volumes', () => resourceTests(current));
    describe('containers', () => containerTests(current));
    describe('starting, stopping, removing', () => lifecycleTests(current));
    describe('what somebody does by hand', () => byHandTests(current));
    describe('namespaces', () => namespaceTests(current));
    describe('images', () => imageTests(current));
    describe('logs, events, commands', () => streamTests(current));
    describe('usage', () => usageTests(current));
  });
}
