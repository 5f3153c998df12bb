import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHostStore } from '#adapters/postgres/host-store.ts';
import { createServiceStore } from '#adapters/postgres/service-store.ts';
import type { DomainError } from '#domain/errors.ts';
import { hostId } from '#domain/ids.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { claim, draft, sonarr } from '#test/contract/service-store/fixtures.ts';
import { openTestDatabase, type TestDatabase } from '#test/support/postgres/database.ts';
import { startTestPostgres, type TestPostgres } from '#test/support/postgres/index.ts';

let postgres: TestPostgres;
let opened: TestDatabase;
let hosts: HostStore;
let services: ServiceStore;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
beforeEach(async () => {
  opened = await openTestDatabase(postgres);
  hosts = createHostStore(opened.database);
  services = createServiceStore(opened.another());
});
afterEach(() => opened[Symbol.asyncDispose]());
afterAll(() => postgres.stop());

const attic = hostId('attic');

describe('installing on a host, on real Postgres', () => {
  test('is refused where there is no such host, and leaves nothing', async () => {
    const refused = services.claimInstall(claim([draft(sonarr, { host: attic })]));
    await expect(refused).rejects.toMatchObject({ code: 'no-host', data: { host: attic } });
    expect(await services.list()).toEqual([]);
  });

  test('against the removal of the host: exactly one is refused, always', async () => {
    const outcomes = { installed: 0, removed: 0 };
    for (let round = 0; round < 120; round += 1) {
      await joinAttic(round);
      const install = claim([draft(sonarr, { host: attic })]);
      const works = [() => hosts.remove(attic), () => services.claimInstall(install)] as const;
      const [removed, installed] = await Promise.all(works.map(settled));
      if (installed === 'done') {
        expect(removed).toBe('host-in-use');
        outcomes.installed += 1;
        await services.withdrawClaim(install.id);
        await hosts.remove(attic);
      } else {
        expect([removed, installed]).toEqual(['done', 'no-host']);
        outcomes.removed += 1;
      }
    }
    expect(outcomes.installed + outcomes.removed).toBe(120);
    expect(await hosts.list()).toEqual([]);
  }, 60_000);
});

async function joinAttic(round: number): Promise<void> {
  const expires = new Date(Date.now() + 60_000).toISOString();
  await hosts.invite({ host: attic, tokenHash: `token ${round}`, expires, labels: {} });
  const certificate = { fingerprint: `certificate ${round}`, expires };
  await hosts.join({ tokenHash: `token ${round}`, certificate, address: '10.200.0.7' });
}

function settled(work: () => Promise<unknown>): Promise<'done' | DomainError['code']> {
  return work().then(
    () => 'done' as const,
    (error: DomainError) => error.code,
  );
}
