import { describe, expect, test } from 'vitest';
import { change, claim, claimWithProwlarr, draft, prowlarr, radarr, runOf, sonarr } from './fixtures.ts';
import type { Subject } from './suite.ts';

export function withdrawalCases(subject: Subject): void {
  describe('withdrawing an install claim', () => {
    test('removes the rows, edges and ports that it made', async () => {
      const ports = [{ container: 80, protocol: 'tcp', host: 8080 }] as const;
      const made = claimWithProwlarr(sonarr);
      await subject.store.claimInstall({ ...made, services: [...made.services, draft(radarr, { ports })] });
      await subject.store.withdrawClaim(made.id);
      await subject.store.withdrawClaim(made.id);
      expect(await subject.store.get(sonarr)).toBeUndefined();
      expect(await subject.store.edges()).toEqual([]);
      expect(await subject.store.claimInstall(claim([draft(radarr, { ports })]))).toEqual({
        created: [radarr],
      });
    });

    test('that nobody made is success', async () => {
      await subject.store.withdrawClaim('unknown');
    });

    test('leaves what another claim joined meanwhile', async () => {
      const first = claimWithProwlarr(sonarr);
      await subject.store.claimInstall(first);
      await subject.store.claimInstall(claimWithProwlarr(radarr));
      await subject.store.withdrawClaim(first.id);
      expect((await subject.store.list()).map(({ id }) => id)).toEqual([prowlarr, radarr]);
      expect((await subject.store.edges()).map(({ consumer }) => consumer)).toEqual([radarr]);
    });

    test('of two claims for one service, the refused one takes nothing from the other, whichever came first', async () => {
      const [first, second] = [claimWithProwlarr(sonarr), claimWithProwlarr(sonarr)];
      await subject.store.claimInstall(first);
      await subject.store.claimInstall(second);
      await subject.store.withdrawClaim(first.id);
      expect(await subject.store.edges(sonarr)).toHaveLength(1);
      await subject.store.transition(change(sonarr, 'installing', runOf(sonarr)));
      await subject.store.withdrawClaim(second.id);
      expect(await subject.store.edges(sonarr)).toHaveLength(1);
      expect((await subject.store.list()).map(({ id }) => id)).toEqual([prowlarr, sonarr]);
    });

    test('leaves a row that a run has begun, and one that such a row requires', async () => {
      const made = claimWithProwlarr(sonarr);
      await subject.store.claimInstall(made);
      await subject.store.transition(change(sonarr, 'installing', runOf(sonarr)));
      await subject.store.withdrawClaim(made.id);
      expect((await subject.store.list()).map(({ id }) => id)).toEqual([prowlarr, sonarr]);
      expect(await subject.store.edges(sonarr)).toHaveLength(1);
    });

    test('puts back origin and settings of a row that it joined', async () => {
      const before = draft(prowlarr, { origin: 'dependency', settings: { theme: 'dark' } });
      await subject.store.claimInstall(claim([before]));
      await subject.install(prowlarr);
      const asked = claim([draft(prowlarr, { settings: { theme: 'light' }, sealed: { key: 'sealed' } })]);
      await subject.store.claimInstall(asked);
      await subject.store.withdrawClaim(asked.id);
      expect(await subject.store.get(prowlarr)).toMatchObject({
        origin: 'dependency',
        settings: { theme: 'dark' },
        sealed: {},
        status: 'running',
      });
    });

    test('makes a revived tombstone one again', async () => {
      await subject.install(sonarr);
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'uninstalling', run));
      await subject.store.transition(change(sonarr, 'absent', run, { release: true }));
      const again = claim([draft(sonarr)]);
      await subject.store.claimInstall(again);
      await subject.store.withdrawClaim(again.id);
      expect(await subject.store.get(sonarr)).toMatchObject({ status: 'absent', desired: 'absent' });
    });
  });

  describe('withdrawing a consumer’s edges', () => {
    test('names the providers that nothing requires now and nobody asked for', async () => {
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      await subject.store.claimInstall(claimWithProwlarr(radarr));
      expect(await subject.store.withdrawEdges(sonarr)).toEqual([]);
      expect(await subject.store.withdrawEdges(radarr)).toEqual([prowlarr]);
      expect(await subject.store.withdrawEdges(radarr)).toEqual([]);
      expect(await subject.store.edges()).toEqual([]);
    });

    test('does not name a provider that a person asked for', async () => {
      await subject.store.claimInstall(claim([draft(prowlarr)]));
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      expect(await subject.store.withdrawEdges(sonarr)).toEqual([]);
    });
  });
}
