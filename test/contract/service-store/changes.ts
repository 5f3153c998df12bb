import { describe, expect, test } from 'vitest';
import type { DomainError } from '#domain/errors.ts';
import type { PublishedPort } from '#domain/service.ts';
import { change, changing, claim, definition, draft, radarr, runOf, sonarr } from './fixtures.ts';
import type { Subject } from './suite.ts';

const web: PublishedPort = { container: 8989, protocol: 'tcp', host: 8989 };
const old: PublishedPort = { container: 9000, protocol: 'udp', host: 9100 };
const added: PublishedPort = { container: 8443, protocol: 'tcp', host: 8443 };
const newer = { ...definition(sonarr), version: '2.0.0' };

/** What a change of a service does to its host ports, and what becomes of two changes at one time. */
export function changeCases(subject: Subject): void {
  const ports = async () => (await subject.store.get(sonarr))?.ports;
  const settings = async () => (await subject.store.get(sonarr))?.settings;
  const update = () => subject.store.claimChange(changing({ definition: newer, ports: [web, added] }));
  /** Whether another service can have the port: the claim of one that could is withdrawn. */
  const isFree = async (port: PublishedPort): Promise<boolean> => {
    const wanted = claim([draft(radarr, { ports: [port] })]);
    const answer = await subject.store.claimInstall(wanted).catch((error: unknown) => error);
    if (answer instanceof Error) return false;
    await subject.store.withdrawClaim(wanted.id);
    return true;
  };
  const taken = async () => [!(await isFree(web)), !(await isFree(old)), !(await isFree(added))];

  async function withPorts(): Promise<void> {
    await subject.store.claimInstall(claim([draft(sonarr, { ports: [web, old] })]));
    await subject.install(sonarr);
  }

  describe('a change of host ports', () => {
    test('claims what is added, and keeps what is dropped until it has succeeded', async () => {
      await withPorts();
      const run = runOf(sonarr);
      await update();
      expect(await ports()).toEqual([added, web, old]);
      await subject.store.transition(change(sonarr, 'updating', run));
      expect(await taken()).toEqual([true, true, true]);
      await subject.store.transition(change(sonarr, 'running', run, { release: true }));
      expect(await ports()).toEqual([added, web]);
      expect(await taken()).toEqual([true, false, true]);
    });

    test('that was taken back frees what it had added', async () => {
      await withPorts();
      const run = runOf(sonarr);
      await update();
      await subject.store.transition(change(sonarr, 'updating', run));
      await subject.store.transition(change(sonarr, 'running', run, { release: true, revert: true }));
      expect(await ports()).toEqual([web, old]);
      expect(await taken()).toEqual([true, true, false]);
    });

    test('that is withdrawn frees what it had added', async () => {
      await withPorts();
      await update();
      await subject.store.withdrawChange(sonarr);
      expect(await ports()).toEqual([web, old]);
      expect(await taken()).toEqual([true, true, false]);
    });

    test('is refused with the holder of a port that is taken, and changes nothing', async () => {
      await withPorts();
      await subject.store.claimInstall(claim([draft(radarr, { ports: [added] })]));
      const before = await subject.store.get(sonarr);
      await expect(update()).rejects.toMatchObject({
        code: 'port-taken',
        data: { ports: ['8443/tcp'], services: [radarr] },
      });
      expect(await subject.store.get(sonarr)).toEqual(before);
    });

    test('is refused a port that the service itself has for something else', async () => {
      await withPorts();
      const twice = { ...added, host: web.host };
      const claimed = subject.store.claimChange(changing({ definition: newer, ports: [web, twice] }));
      await expect(claimed).rejects.toMatchObject({ code: 'port-taken', data: { services: [sonarr] } });
    });

    test('after one whose run was lost frees in the end what neither publishes', async () => {
      await withPorts();
      const lost = runOf(sonarr);
      await update();
      await subject.store.transition(change(sonarr, 'updating', lost));
      await subject.store.transition(change(sonarr, 'failed', lost, { release: true }));
      await subject.store.claimChange(changing({ definition: newer, ports: [web] }));
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'updating', run));
      await subject.store.transition(change(sonarr, 'running', run, { release: true }));
      expect(await ports()).toEqual([web]);
    });

    test('against another one of the same port: one has it, and the other names its holder', async () => {
      await withPorts();
      await subject.install(radarr);
      for (let round = 0; round < 20; round += 1) {
        const both = [changing({ ports: [web, old, added] }), changing({ service: radarr, ports: [added] })];
        const outcomes = await Promise.allSettled(both.map((one) => subject.store.claimChange(one)));
        const lost = outcomes.findIndex(({ status }) => status === 'rejected');
        expect(outcomes[lost]).toMatchObject({
          reason: { code: 'port-taken', data: { services: [lost === 0 ? radarr : sonarr] } },
        });
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const { service } of both) await subject.store.withdrawChange(service);
      }
    });

    test('that says nothing of ports leaves them', async () => {
      await withPorts();
      const run = runOf(sonarr);
      await subject.store.claimChange(changing({ operation: 'reconfigure', settings: { theme: 'dark' } }));
      await subject.store.transition(change(sonarr, 'updating', run));
      await subject.store.transition(change(sonarr, 'running', run, { release: true }));
      expect(await ports()).toEqual([web, old]);
    });
  });

  describe('a second change while no run has begun the first', () => {
    const dark = changing({ operation: 'reconfigure', id: 'dark', settings: { theme: 'dark' } });
    const large = changing({ operation: 'reconfigure', id: 'large', settings: { font: 'large' } });
    const later = { ...large, at: new Date(Date.parse(dark.at) + 60_001).toISOString() };

    test('is refused, and neither writes nor takes back anything', async () => {
      await subject.install(sonarr);
      await subject.store.claimChange(dark);
      const refused = { code: 'service-busy', data: { service: sonarr } };
      await expect(subject.store.claimChange(large)).rejects.toMatchObject(refused);
      await subject.store.withdrawChange(sonarr, 'large');
      expect(await settings()).toEqual({ theme: 'dark' });
      await subject.store.withdrawChange(sonarr, 'dark');
      expect(await settings()).toEqual({});
    });

    test('loses when both come at once, and what the other wrote stays', async () => {
      await subject.install(sonarr);
      for (let round = 0; round < 20; round += 1) {
        const both = [changing({ settings: { theme: round } }), changing({ settings: { font: round } })];
        const outcomes = await Promise.all(
          both.map(async (one) => {
            const outcome = await subject.store.claimChange(one).catch((error: DomainError) => error.code);
            if (outcome === 'service-busy') await subject.store.withdrawChange(sonarr, one.id);
            return outcome;
          }),
        );
        const at = outcomes.findIndex((outcome) => outcome !== 'service-busy');
        expect(outcomes.filter((outcome) => outcome === 'service-busy')).toHaveLength(1);
        expect(await settings()).toEqual(both[at]?.settings);
        await subject.store.withdrawChange(sonarr, both[at]?.id);
        expect(await settings()).toEqual({});
      }
    });

    test('is welcome when it is the same request, made again', async () => {
      await subject.install(sonarr);
      await subject.store.claimChange(dark);
      await subject.store.claimChange(dark);
      await subject.store.withdrawChange(sonarr, 'dark');
      expect(await settings()).toEqual({});
    });

    test('joins one that nobody has begun for a minute, and its withdrawal loses nothing of that', async () => {
      await subject.install(sonarr);
      await subject.store.claimChange(dark);
      await subject.store.claimChange(later);
      await subject.store.withdrawChange(sonarr, 'large');
      await subject.store.withdrawChange(sonarr, 'dark');
      expect(await settings()).toEqual({ theme: 'dark', font: 'large' });
    });

    test('is not withdrawn once a run is at work, nor when that run has ended', async () => {
      await subject.install(sonarr);
      await subject.store.claimChange(dark);
      const run = runOf(sonarr);
      await subject.store.transition(change(sonarr, 'updating', run));
      await subject.store.withdrawChange(sonarr, 'dark');
      await subject.store.transition(change(sonarr, 'failed', run, { release: true }));
      await subject.store.withdrawChange(sonarr, 'dark');
      expect(await settings()).toEqual({ theme: 'dark' });
      await subject.store.claimChange(large);
      expect(await settings()).toEqual({ theme: 'dark', font: 'large' });
    });
  });
}
