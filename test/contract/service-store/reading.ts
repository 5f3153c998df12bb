import { describe, expect, test } from 'vitest';
import { hostId } from '#domain/ids.ts';
import {
  change,
  claim,
  claimWithProwlarr,
  definition,
  draft,
  jellyfin,
  prowlarr,
  requires,
  runOf,
  sonarr,
} from './fixtures.ts';
import type { Subject } from './suite.ts';

export function readingCases(subject: Subject): void {
  describe('reading', () => {
    test('what is not there is undefined', async () => {
      expect(await subject.store.get(sonarr)).toBeUndefined();
      expect(await subject.store.list()).toEqual([]);
      expect(await subject.store.edges()).toEqual([]);
    });

    test('a service comes back as it was claimed, also through a new adapter', async () => {
      const wanted = draft(sonarr, {
        settings: { theme: 'dark', retries: 3, beta: false },
        sealed: { key: 'e.y.J.h.b' },
        ports: [
          { container: 8989, protocol: 'tcp', host: 18_989 },
          { container: 6881, protocol: 'udp', host: 6881 },
        ],
      });
      await subject.store.claimInstall(claim([wanted]));
      const { ports, ...rest } = wanted;
      const found = await (await subject.reopen()).get(sonarr);
      expect(found).toMatchObject({
        ...rest,
        status: 'absent',
        desired: 'running',
        health: 'unknown',
        links: {},
      });
      expect(found?.ports).toEqual(ports.toReversed());
      expect(found).not.toHaveProperty('run');
      expect(Date.parse(found?.since ?? '')).toBeGreaterThan(Date.now() - 60_000);
    });

    test('a list is in order of ids and holds no tombstones', async () => {
      await subject.store.claimInstall(claim([draft(sonarr), draft(prowlarr), draft(jellyfin)]));
      await subject.store.claimUninstall(prowlarr);
      expect((await subject.store.list()).map(({ id }) => id)).toEqual([jellyfin, sonarr]);
      expect(await subject.store.get(prowlarr)).toMatchObject({ status: 'absent', desired: 'absent' });
    });

    test('a list can be narrowed by status, health, category and host', async () => {
      await subject.store.claimInstall(
        claim([
          draft(jellyfin, { definition: definition('jellyfin', 'media') }),
          draft(sonarr, { host: hostId('attic') }),
        ]),
      );
      await subject.install(jellyfin);
      const ids = async (filter: Parameters<typeof subject.store.list>[0]) =>
        (await subject.store.list(filter)).map(({ id }) => id);
      expect(await ids({ status: ['running', 'failed'] })).toEqual([jellyfin]);
      expect(await ids({ status: [] })).toEqual([]);
      expect(await ids({ health: ['unknown'] })).toEqual([sonarr]);
      expect(await ids({ category: 'media' })).toEqual([jellyfin]);
      expect(await ids({ host: hostId('attic') })).toEqual([sonarr]);
      expect(await ids({ host: hostId('attic'), category: 'media' })).toEqual([]);
    });

    test('edges are read from both of their ends', async () => {
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      const edge = requires(sonarr, prowlarr);
      expect(await subject.store.edges()).toEqual([edge]);
      expect(await subject.store.edges(sonarr)).toEqual([edge]);
      expect(await subject.store.edges(prowlarr)).toEqual([edge]);
      expect(await subject.store.edges(jellyfin)).toEqual([]);
    });

    test('rows that are in the middle of an operation are found with their runs', async () => {
      await subject.install(jellyfin);
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'installing', run));
      expect((await subject.store.transient()).map((service) => [service.id, service.run])).toEqual([
        [sonarr, run],
      ]);
    });

    test('sealed settings go once they are stored, and only those', async () => {
      await subject.store.claimInstall(claim([draft(sonarr, { sealed: { key: 'a', token: 'b' } })]));
      await subject.store.clearSealed(sonarr, ['key', 'unknown']);
      await subject.store.clearSealed(sonarr, ['key']);
      expect((await subject.store.get(sonarr))?.sealed).toEqual({ token: 'b' });
    });
  });
}
