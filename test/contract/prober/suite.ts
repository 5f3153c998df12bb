import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Probe } from '#domain/health.ts';
import { componentName } from '#domain/ids.ts';
import type { Prober, ProbeTarget } from '#ports/prober.ts';

/** `well` answers, `failing` answers that it is not well, `silent` accepts and says nothing, `gone` does not exist. */
export type Component = 'well' | 'failing' | 'silent' | 'gone';

export interface ProberHarness {
  readonly prober: Prober;
  /** A component in that condition and an HTTP probe of it. */
  component(kind: Component): { readonly probe: Probe; readonly target: ProbeTarget };
  end(): Promise<void>;
}

export const component = componentName('main');

/** What every prober keeps, real or not. */
export function proberContract(what: string, begin: () => Promise<ProberHarness>): void {
  describe(`prober: ${what}`, { timeout: 20_000 }, () => {
    let harness: ProberHarness | undefined;
    beforeAll(async () => {
      harness = await begin();
    });
    afterAll(async () => {
      await harness?.end();
    });

    async function probe(kind: Component, timeoutSeconds = 5) {
      if (harness === undefined) throw new Error('The harness was not started.');
      const { probe: asked, target } = harness.component(kind);
      return await harness.prober.probe(asked, target, timeoutSeconds);
    }

    test('says yes of a component that is well', async () => {
      expect(await probe('well')).toEqual({ ok: true, detail: '200 OK' });
    });

    test('says no of one that is not, and what it said', async () => {
      expect(await probe('failing')).toEqual({ ok: false, detail: '503 Service Unavailable' });
    });

    test('ends within its timeout', async () => {
      const began = performance.now();
      expect(await probe('silent', 0.3)).toEqual({ ok: false, detail: 'no answer within 0.3 s' });
      expect(performance.now() - began).toBeLessThan(10_000);
    });

    test('does not throw for one that is not there', async () => {
      expect((await probe('gone')).ok).toBe(false);
    });
  });
}
