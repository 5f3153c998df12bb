import { describe, expect, test } from 'vitest';
import { taskId } from '#contracts/ids.ts';
import { change, claim, claimWithProwlarr, draft, prowlarr, requires, runOf, sonarr } from './fixtures.ts';
import type { Subject } from './suite.ts';

export function transitionCases(subject: Subject): void {
  describe('a transition', () => {
    test('changes the row and logs one event with the row as it is then', async () => {
      await subject.store.claimInstall(claim([draft(sonarr)]));
      const run = runOf(sonarr);
      const wanted = change(sonarr, 'installing', run, { health: 'starting', cause: 'asked for' });
      const service = await subject.store.transition(wanted);
      expect(service).toMatchObject({
        status: 'installing',
        health: 'starting',
        run,
        since: wanted.event.time,
      });
      expect(await subject.store.get(sonarr)).toEqual(service);
      const { status, health, desired, since, revision } = service;
      expect(await subject.log()).toEqual([
        {
          ...wanted.event,
          type: 'service.changed',
          service: sonarr,
          data: { status, health, desired, since, revision, cause: 'asked for' },
          position: expect.any(Number),
        },
      ]);
    });

    test('increments the revision each time', async () => {
      await subject.store.claimInstall(claim([draft(sonarr)]));
      const claimed = (await subject.store.get(sonarr))?.revision ?? 0;
      const run = runOf(sonarr);
      expect((await subject.store.transition(change(sonarr, 'installing', run))).revision).toBe(claimed + 1);
      expect((await subject.store.transition(change(sonarr, 'running', run))).revision).toBe(claimed + 2);
    });

    test('repeated under its event id is success without a second event, even after a later one', async () => {
      await subject.store.claimInstall(claim([draft(sonarr)]));
      const run = runOf(sonarr);
      const begin = change(sonarr, 'installing', run);
      const begun = await subject.store.transition(begin);
      expect(await subject.store.transition(begin)).toEqual(begun);
      const done = await subject.store.transition(change(sonarr, 'running', run, { release: true }));
      expect(await subject.store.transition(begin)).toEqual(done);
      expect(await subject.log()).toHaveLength(2);
    });

    test('to the state that the same run has made is a repeat', async () => {
      await subject.store.claimInstall(claim([draft(sonarr)]));
      const run = runOf(sonarr);
      const begun = await subject.store.transition(change(sonarr, 'installing', run));
      expect(await subject.store.transition(change(sonarr, 'installing', run))).toEqual(begun);
      const healthier = await subject.store.transition(
        change(sonarr, 'installing', run, { health: 'starting' }),
      );
      expect(healthier).toMatchObject({ health: 'starting', since: begun.since });
      expect(await subject.log()).toHaveLength(2);
    });

    test('that the table does not have is illegal and leaves no event', async () => {
      await subject.install(sonarr);
      const before = await subject.store.get(sonarr);
      const events = (await subject.log()).length;
      const jump = subject.store.transition(change(sonarr, 'stopped', runOf(sonarr)));
      await expect(jump).rejects.toMatchObject({
        code: 'illegal-transition',
        data: { service: sonarr, from: 'running', to: 'stopped' },
      });
      expect(await subject.store.get(sonarr)).toEqual(before);
      expect(await subject.log()).toHaveLength(events);
    });

    test('of a service that is not there is not-found', async () => {
      const lost = subject.store.transition(change(sonarr, 'installing', runOf(sonarr)));
      await expect(lost).rejects.toMatchObject({ code: 'not-found' });
    });

    test('by another run is refused with the open task, until the owner has released the row', async () => {
      await subject.store.claimInstall(claim([draft(sonarr)]));
      const [owner, other] = [runOf(sonarr), runOf(sonarr)];
      await subject.store.transition(change(sonarr, 'installing', owner));
      await subject.store.transition(change(sonarr, 'running', owner));
      const early = subject.store.transition(change(sonarr, 'uninstalling', other));
      await expect(early).rejects.toMatchObject({
        code: 'service-busy',
        data: { service: sonarr, task: taskId(owner) },
      });
      await subject.store.transition(change(sonarr, 'running', owner, { release: true }));
      expect(await subject.store.transition(change(sonarr, 'uninstalling', other))).toMatchObject({
        run: other,
      });
      const late = subject.store.transition(change(sonarr, 'failed', owner));
      await expect(late).rejects.toMatchObject({ code: 'service-busy', data: { task: taskId(other) } });
    });

    test('records links, and leaves them as they are where it brings none', async () => {
      await subject.store.claimInstall(claim([draft(sonarr)]));
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'installing', run, { links: { one: 'hash' } }));
      const service = await subject.store.transition(change(sonarr, 'running', run));
      expect(service.links).toEqual({ one: 'hash' });
      const relinked = change(sonarr, 'running', run, { links: { two: 'hash' } });
      expect((await subject.store.transition(relinked)).links).toEqual({ two: 'hash' });
      expect((await subject.store.get(sonarr))?.links).toEqual({ two: 'hash' });
    });

    test('to uninstalling makes the service desired absent', async () => {
      await subject.install(sonarr);
      const service = await subject.store.transition(change(sonarr, 'uninstalling', runOf(sonarr)));
      expect(service.desired).toBe('absent');
    });

    test('to absent leaves a tombstone without edges as a consumer, ports, sealed settings and links', async () => {
      const ports = [{ container: 80, protocol: 'tcp', host: 8080 }] as const;
      const first = draft(sonarr, { ports, sealed: { key: 'sealed' } });
      const dependency = draft(prowlarr, { origin: 'dependency' });
      const like = requires(prowlarr, sonarr, { optional: true, capability: 'liked' });
      await subject.store.claimInstall(claim([first, dependency], [requires(sonarr, prowlarr), like]));
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'installing', run, { links: { one: 'hash' } }));
      const gone = await subject.store.transition(change(sonarr, 'absent', run, { release: true }));
      const expected = { desired: 'absent', health: 'unknown', ports: [], sealed: {}, links: {} };
      expect(gone).toMatchObject(expected);
      expect(await subject.store.get(sonarr)).toEqual(gone);
      expect(await subject.store.edges()).toEqual([like]);
      expect(await subject.store.list()).toMatchObject([{ id: prowlarr }]);
      await subject.store.claimInstall(claim([draft(prowlarr), draft(sonarr, { ports })]));
    });

    test('to installing is refused for a service that is claimed for an uninstall', async () => {
      await subject.store.claimInstall(claimWithProwlarr(sonarr));
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'installing', run));
      await subject.store.transition(change(sonarr, 'failed', run, { release: true }));
      await subject.store.claimUninstall(sonarr);
      const again = subject.store.transition(change(sonarr, 'installing', runOf(sonarr)));
      await expect(again).rejects.toMatchObject({ code: 'service-leaving' });
    });

    test('survives in full through a new adapter', async () => {
      await subject.install(sonarr);
      expect(await (await subject.reopen()).get(sonarr)).toEqual(await subject.store.get(sonarr));
    });
  });
}
