import { describe, expect, test } from 'vitest';
import { sha256 } from '#api/digest.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { AskedOperation } from '#domain/reach.ts';
import { serviceTag } from '#domain/service-tag.ts';
import {
  change,
  changing,
  claim,
  definition,
  draft,
  jellyfin,
  prowlarr,
  radarr,
  requires,
  runOf,
  sonarr,
} from './fixtures.ts';
import type { Subject } from './suite.ts';

export function operationCases(subject: Subject): void {
  const claimed = (operation: AskedOperation, service: ServiceId, cascade = false) =>
    subject.store.claimOperation({ operation, service, cascade });
  const wanted = async (...ids: readonly ServiceId[]) =>
    Promise.all(ids.map(async (id) => (await subject.store.get(id))?.desired));

  /** sonarr and radarr on prowlarr, all running. */
  async function three(): Promise<void> {
    const edges = [requires(sonarr, prowlarr), requires(radarr, prowlarr)];
    await subject.store.claimInstall(claim([draft(sonarr), draft(radarr), draft(prowlarr)], edges));
    for (const id of [prowlarr, sonarr, radarr]) await subject.install(id);
  }

  async function stopped(...ids: readonly ServiceId[]): Promise<void> {
    for (const id of ids) {
      const run = runOf(id);
      await subject.store.transition(change(id, 'stopping', run));
      await subject.store.transition(
        change(id, 'stopped', run, { desired: 'stopped', health: 'unknown', release: true }),
      );
    }
  }

  describe('a claim of an operation', () => {
    test('of a stop is refused with the names of those that run and require the service', async () => {
      await three();
      await expect(claimed('stop', prowlarr)).rejects.toMatchObject({
        code: 'service-required',
        data: { requiredBy: [radarr, sonarr] },
      });
      expect(await wanted(prowlarr)).toEqual(['running']);
    });

    test('of a stop with cascade takes them along, and one start brings all back', async () => {
      await three();
      const { services, edges } = await claimed('stop', prowlarr, true);
      expect(services.map(({ id }) => id)).toEqual([prowlarr, radarr, sonarr]);
      expect(edges).toHaveLength(2);
      expect(await wanted(prowlarr, radarr, sonarr)).toEqual(['stopped', 'stopped', 'stopped']);
      await stopped(sonarr, radarr, prowlarr);
      const back = await claimed('start', prowlarr);
      expect(back.services.map(({ id }) => id)).toEqual([prowlarr, radarr, sonarr]);
      expect(await wanted(prowlarr, radarr, sonarr)).toEqual(['running', 'running', 'running']);
    });

    test('of a start leaves those alone that were stopped for themselves', async () => {
      await three();
      await claimed('stop', sonarr);
      await stopped(sonarr);
      await claimed('stop', prowlarr, true);
      await stopped(radarr, prowlarr);
      const { services } = await claimed('start', prowlarr);
      expect(services.map(({ id }) => id)).toEqual([prowlarr, radarr]);
    });

    test('withdrawn, wants what was wanted before, where no run has begun', async () => {
      await three();
      const { services } = await claimed('stop', prowlarr, true);
      await subject.store.transition(change(sonarr, 'stopping', runOf(sonarr)));
      await subject.store.withdrawDesired(services.map(({ id }) => id));
      expect(await wanted(prowlarr, radarr, sonarr)).toEqual(['running', 'running', 'stopped']);
      expect(await subject.store.get(radarr)).not.toHaveProperty('stoppedWith');
    });

    test('of a stop that is made twice and withdrawn wants what was wanted before the first', async () => {
      await three();
      await claimed('stop', sonarr);
      await claimed('stop', sonarr);
      await subject.store.withdrawDesired([sonarr]);
      expect(await wanted(sonarr)).toEqual(['running']);
    });

    test('of a change keeps what the row said, until its operation has succeeded', async () => {
      await subject.install(sonarr);
      const newer = { ...definition(sonarr), version: '2.0.0' };
      const settings = { theme: 'dark' };
      await subject.store.claimChange(changing({ definition: newer, settings }));
      const previous = { definition: definition(sonarr), settings: {} };
      expect(await subject.store.get(sonarr)).toMatchObject({ definition: newer, settings, previous });
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'updating', run));
      expect(await subject.store.get(sonarr)).toMatchObject({ previous });
      await subject.store.transition(change(sonarr, 'running', run, { release: true }));
      const after = await subject.store.get(sonarr);
      expect(after).toMatchObject({ definition: newer, settings });
      expect(after).not.toHaveProperty('previous');
    });

    test('of a change that was taken back leaves the row as it was', async () => {
      await subject.install(sonarr);
      const newer = { ...definition(sonarr), version: '2.0.0' };
      await subject.store.claimChange(changing({ definition: newer }));
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'updating', run));
      await subject.store.transition(change(sonarr, 'running', run, { release: true, revert: true }));
      const after = await subject.store.get(sonarr);
      expect(after).toMatchObject({ definition: definition(sonarr), settings: {} });
      expect(after).not.toHaveProperty('previous');
    });

    test('of a change is withdrawn where no run has begun, and refused to who looked at another one', async () => {
      await subject.install(sonarr);
      const seen = serviceTag({ definition: definition(sonarr), settings: {} }, sha256);
      const other = serviceTag({ definition: definition(sonarr), settings: { theme: 'light' } }, sha256);
      const dark = changing({ operation: 'reconfigure', settings: { theme: 'dark' } });
      expect(await subject.store.claimChange({ ...dark, seen: other })).toBe('outdated');
      expect(await subject.store.claimChange({ ...dark, seen })).not.toBe('outdated');
      expect(await subject.store.claimChange({ ...dark, seen })).toBe('outdated');
      await subject.store.withdrawChange(sonarr);
      expect(await subject.store.get(sonarr)).toMatchObject({ settings: {} });
      expect(await subject.store.get(sonarr)).not.toHaveProperty('previous');
    });

    test('of a restart changes nothing by itself', async () => {
      await three();
      const before = await subject.store.get(sonarr);
      const { services } = await claimed('restart', sonarr);
      expect(services).toEqual([before]);
      expect(await subject.store.get(sonarr)).toEqual(before);
    });

    test('is refused for a service at which a run is at work', async () => {
      await three();
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'recovering', run));
      await subject.store.transition(change(sonarr, 'running', run));
      await expect(claimed('stop', sonarr)).rejects.toMatchObject({ code: 'service-busy' });
    });

    test('is refused for what is not there, is leaving, or is in a state that it does not take', async () => {
      await expect(claimed('start', jellyfin)).rejects.toMatchObject({ code: 'not-found' });
      await three();
      await expect(claimed('start', sonarr)).rejects.toMatchObject({ code: 'illegal-transition' });
      await subject.store.claimUninstall(sonarr);
      await expect(claimed('stop', sonarr)).rejects.toMatchObject({ code: 'service-leaving' });
    });
  });
}
