import { describe, expect, test } from 'vitest';
import { taskId } from '#contracts/ids.ts';
import { hostId } from '#domain/ids.ts';
import type { PublishedPort } from '#domain/service.ts';
import {
  change,
  claim,
  claimWithProwlarr,
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

const web: PublishedPort = { container: 80, protocol: 'tcp', host: 8080 };

export function claimCases(subject: Subject): void {
  describe('an install claim', () => {
    test('creates what is missing and says what it created', async () => {
      const { created } = await subject.store.claimInstall(claimWithProwlarr(sonarr));
      expect(created).toEqual([prowlarr, sonarr]);
    });

    test('keeps why a service is on its host, and tells it anew when a tombstone is revived', async () => {
      const placement = ['sonarr goes to local: it was asked for'];
      await subject.store.claimInstall(claim([draft(sonarr, { placement })]));
      expect(await subject.store.get(sonarr)).toMatchObject({ placement });
      await subject.store.claimUninstall(sonarr);
      await subject.store.claimInstall(claim([draft(sonarr)]));
      expect(await subject.store.get(sonarr)).not.toHaveProperty('placement');
    });

    test('shares a provider that another claim has made', async () => {
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      const { created } = await subject.store.claimInstall(claimWithProwlarr(radarr));
      expect(created).toEqual([radarr]);
      expect((await subject.store.edges(prowlarr)).map(({ consumer }) => consumer)).toEqual([radarr, sonarr]);
    });

    test('repeated under its id changes nothing and answers the same', async () => {
      const first = claimWithProwlarr(sonarr);
      const { created } = await subject.store.claimInstall(first);
      const before = await subject.store.list();
      expect(await subject.store.claimInstall(first)).toEqual({ created });
      expect(await subject.store.list()).toEqual(before);
    });

    test('joins a row without changing it where it is only a dependency', async () => {
      await subject.store.claimInstall(claim([draft(prowlarr, { settings: { theme: 'dark' } })]));
      const before = await subject.store.get(prowlarr);
      await subject.store.claimInstall(
        claim([draft(prowlarr, { origin: 'dependency', settings: { theme: 'light' }, ports: [web] })]),
      );
      expect(await subject.store.get(prowlarr)).toEqual(before);
    });

    test('raises a dependency to a request and merges the given settings in; the reverse never', async () => {
      const dependency = draft(prowlarr, { origin: 'dependency', settings: { theme: 'dark', size: 1 } });
      await subject.store.claimInstall(claim([dependency]));
      const asked = draft(prowlarr, { settings: { size: 2 }, sealed: { key: 'sealed' } });
      await subject.store.claimInstall(claim([asked]));
      await subject.store.claimInstall(claim([dependency]));
      expect(await subject.store.get(prowlarr)).toMatchObject({
        origin: 'request',
        settings: { theme: 'dark', size: 2 },
        sealed: { key: 'sealed' },
      });
    });

    test('revives a tombstone with a fresh definition, settings and ports', async () => {
      await subject.store.claimInstall(claim([draft(sonarr, { settings: { theme: 'dark' }, ports: [web] })]));
      await subject.install(sonarr);
      const run = runOf(sonarr);
      await subject.store.claimUninstall(sonarr);
      await subject.store.transition(change(sonarr, 'uninstalling', run));
      const gone = await subject.store.transition(change(sonarr, 'absent', run, { release: true }));
      const newer = { ...definition('sonarr'), version: '2.0.0' };
      const ports: readonly PublishedPort[] = [{ container: 81, protocol: 'tcp', host: 8081 }];
      const again = draft(sonarr, { definition: newer, ports, origin: 'dependency' });
      expect(await subject.store.claimInstall(claim([again]))).toEqual({ created: [sonarr] });
      const revived = await subject.store.get(sonarr);
      expect(revived).toMatchObject({ ...again, desired: 'running', status: 'absent', settings: {} });
      expect(revived).not.toHaveProperty('run');
      expect(revived?.revision).toBeGreaterThan(gone.revision);
    });

    test('of a service that is being uninstalled is refused, as is one that requires it', async () => {
      await subject.install(prowlarr);
      await subject.store.claimUninstall(prowlarr);
      const refusal = { code: 'service-leaving', data: { services: [prowlarr] } };
      await expect(subject.store.claimInstall(claim([draft(prowlarr)]))).rejects.toMatchObject(refusal);
      await expect(subject.store.claimInstall(claimWithProwlarr(sonarr))).rejects.toMatchObject(refusal);
      const alone = claim([draft(sonarr)], [requires(sonarr, prowlarr)]);
      await expect(subject.store.claimInstall(alone)).rejects.toMatchObject(refusal);
      expect(await subject.store.get(sonarr)).toBeUndefined();
    });

    test('with an edge to what is not there is refused', async () => {
      const dangling = claim([draft(sonarr)], [requires(sonarr, prowlarr)]);
      await expect(subject.store.claimInstall(dangling)).rejects.toMatchObject({ code: 'not-found' });
      expect(await subject.store.list()).toEqual([]);
    });

    test('of an id that is installed from another definition is refused', async () => {
      await subject.install(sonarr);
      const other = claim([draft(sonarr, { definition: definition('radarr') })]);
      await expect(subject.store.claimInstall(other)).rejects.toMatchObject({ code: 'name-taken' });
    });

    test('with settings for a service at which a run is at work is refused with the open task', async () => {
      await subject.store.claimInstall(claim([draft(sonarr)]));
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'installing', run));
      const asked = claim([draft(sonarr, { settings: { theme: 'dark' } })]);
      await expect(subject.store.claimInstall(asked)).rejects.toMatchObject({
        code: 'service-busy',
        data: { service: sonarr, task: taskId(run) },
      });
      await subject.store.claimInstall(claim([draft(sonarr)]));
      expect((await subject.store.get(sonarr))?.settings).toEqual({});
    });

    test('never softens a requirement, and hardens an optional one', async () => {
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      const edge = requires(sonarr, prowlarr, { optional: true });
      await subject.store.claimInstall(claim([draft(sonarr)], [edge]));
      expect(await subject.store.edges()).toEqual([requires(sonarr, prowlarr)]);
      const soft = requires(sonarr, prowlarr, { capability: 'other', optional: true });
      await subject.store.claimInstall(claim([], [soft]));
      await subject.store.claimInstall(claim([], [{ ...soft, optional: false }]));
      expect((await subject.store.edges()).map(({ optional }) => optional)).toEqual([false, false]);
    });
  });

  describe('host ports', () => {
    test('a port that is held is refused with port and holder, and nothing is written', async () => {
      await subject.store.claimInstall(claim([draft(sonarr, { ports: [web] })]));
      const second = claim([draft(prowlarr), draft(radarr, { ports: [web] })]);
      await expect(subject.store.claimInstall(second)).rejects.toMatchObject({
        code: 'port-taken',
        message: expect.stringContaining('8080'),
        data: { ports: ['8080/tcp'], services: [sonarr] },
      });
      expect((await subject.store.list()).map(({ id }) => id)).toEqual([sonarr]);
    });

    test('two services of one claim cannot have the same port', async () => {
      const both = claim([draft(radarr, { ports: [web] }), draft(sonarr, { ports: [web] })]);
      await expect(subject.store.claimInstall(both)).rejects.toMatchObject({
        code: 'port-taken',
        data: { services: [radarr] },
      });
    });

    test('every fault is named at once', async () => {
      await subject.install(prowlarr);
      await subject.store.claimUninstall(prowlarr);
      const ports: readonly PublishedPort[] = [web, { container: 81, protocol: 'tcp', host: 8081 }];
      await subject.store.claimInstall(claim([draft(jellyfin, { ports })]));
      const bad = claim(
        [draft(prowlarr), draft(sonarr, { ports }), draft(radarr)],
        [requires(sonarr, prowlarr)],
      );
      const error = await subject.store.claimInstall(bad).then(
        () => undefined,
        (reason) => reason,
      );
      expect(error).toMatchObject({ code: 'service-leaving' });
      expect(error.faults.map(({ field }: { field: string }) => field)).toEqual([
        'services.prowlarr',
        'services.sonarr.ports',
        'services.sonarr.ports',
      ]);
    });

    test('the same number is free for the other protocol and on another host', async () => {
      await subject.store.claimInstall(claim([draft(sonarr, { ports: [web] })]));
      await subject.store.claimInstall(claim([draft(radarr, { ports: [{ ...web, protocol: 'udp' }] })]));
      await subject.store.claimInstall(claim([draft(jellyfin, { ports: [web], host: hostId('attic') })]));
      expect(await subject.store.list()).toHaveLength(3);
    });

    test('a port is free again once its holder is gone', async () => {
      await subject.store.claimInstall(claim([draft(sonarr, { ports: [web] })]));
      await subject.store.claimUninstall(sonarr);
      await subject.store.claimInstall(claim([draft(radarr, { ports: [web] })]));
      expect((await subject.store.get(radarr))?.ports).toEqual([web]);
    });
  });
}
