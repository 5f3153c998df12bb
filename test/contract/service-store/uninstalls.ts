import { describe, expect, test } from 'vitest';
import {
  change,
  claim,
  claimWithProwlarr,
  draft,
  prowlarr,
  radarr,
  requires,
  runOf,
  sonarr,
} from './fixtures.ts';
import type { Subject } from './suite.ts';

export function uninstallCases(subject: Subject): void {
  describe('an uninstall claim', () => {
    test('marks the service desired absent; a repeat is success', async () => {
      await subject.install(sonarr);
      const first = await subject.store.claimUninstall(sonarr);
      expect(first).toMatchObject({ status: 'running', desired: 'absent' });
      expect(await subject.store.claimUninstall(sonarr)).toEqual(first);
    });

    test('of what is not there, or is gone, is not-found', async () => {
      await expect(subject.store.claimUninstall(sonarr)).rejects.toMatchObject({ code: 'not-found' });
      await subject.store.claimInstall(claim([draft(sonarr)]));
      await subject.store.claimUninstall(sonarr);
      await expect(subject.store.claimUninstall(sonarr)).rejects.toMatchObject({ code: 'not-found' });
    });

    test('is refused with the names of those that require the service', async () => {
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      await subject.store.claimInstall(claimWithProwlarr(radarr));
      await expect(subject.store.claimUninstall(prowlarr)).rejects.toMatchObject({
        code: 'service-required',
        message: 'prowlarr is required by radarr, sonarr.',
        data: { requiredBy: [radarr, sonarr] },
      });
      expect((await subject.store.get(prowlarr))?.desired).toBe('running');
    });

    test('is not refused for a service that others merely would like', async () => {
      const edge = requires(sonarr, prowlarr, { optional: true });
      await subject.store.claimInstall(claim([draft(sonarr), draft(prowlarr)], [edge]));
      await subject.install(prowlarr);
      expect(await subject.store.claimUninstall(prowlarr)).toMatchObject({ desired: 'absent' });
    });

    test('of a service that no run has begun leaves a tombstone at once, and frees what it required', async () => {
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      expect(await subject.store.claimUninstall(sonarr)).toMatchObject({
        status: 'absent',
        desired: 'absent',
      });
      expect(await subject.store.edges()).toEqual([]);
      const late = subject.store.transition(change(sonarr, 'installing', runOf(sonarr)));
      await expect(late).rejects.toMatchObject({ code: 'service-leaving' });
    });

    test('withdrawn, leaves desired as it was', async () => {
      await subject.install(sonarr);
      await subject.store.claimUninstall(sonarr);
      await subject.store.withdrawDesired([sonarr]);
      await subject.store.withdrawDesired([sonarr]);
      expect(await subject.store.get(sonarr)).toMatchObject({ status: 'running', desired: 'running' });
    });

    test('cannot be withdrawn once a run has begun, nor after it failed', async () => {
      await subject.install(sonarr);
      await subject.store.claimUninstall(sonarr);
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'uninstalling', run));
      await subject.store.withdrawDesired([sonarr]);
      expect((await subject.store.get(sonarr))?.desired).toBe('absent');
      await subject.store.transition(change(sonarr, 'failed', run, { release: true }));
      await subject.store.withdrawDesired([sonarr]);
      expect((await subject.store.get(sonarr))?.desired).toBe('absent');
    });

    test('that was withdrawn does not let its run pass those that require the service by now', async () => {
      await subject.install(prowlarr);
      await subject.store.claimUninstall(prowlarr);
      await subject.store.withdrawDesired([prowlarr]);
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      const begin = subject.store.transition(change(prowlarr, 'uninstalling', runOf(prowlarr)));
      await expect(begin).rejects.toMatchObject({ code: 'service-required', data: { requiredBy: [sonarr] } });
    });
  });
}
