import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventLog } from '#ports/event-log.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { claim, draft, local, sonarr } from '#test/contract/service-store/fixtures.ts';
import { againTests } from './again.ts';
import { attic, certificate, hash, invitation, joining, refused, shed } from './fixtures.ts';
import { invitedTests } from './invited.ts';
import { labelTests } from './labels.ts';

export interface HostStoreUnderTest {
  readonly store: HostStore;
  /** On the same rows. */
  readonly services: ServiceStore;
  readonly events: EventLog;
  /** The same rows through another adapter, as another process has it. */
  another(): HostStore;
  close(): Promise<void>;
}

/** What every host store does. `open` makes an empty one. */
export function hostStoreContract(name: string, open: () => Promise<HostStoreUnderTest>): void {
  describe(`host store: ${name}`, () => {
    let subject: HostStoreUnderTest;
    let store: HostStore;
    beforeEach(async () => {
      subject = await open();
      store = subject.store;
    });
    afterEach(() => subject.close());

    localTests(() => store);
    invitedTests(() => store);
    joinTests(() => subject);
    againTests(() => subject);
    changeTests(() => store);
    labelTests(() => store);
    removalTests(() => subject);
    eventTests(() => subject);
  });
}

function localTests(open: () => HostStore): void {
  test('writes the control plane’s own host once, and keeps what a person said of it', async () => {
    const store = open();
    const made = await store.ensureLocal(local, '127.0.0.1');
    expect(made).toMatchObject({
      id: local,
      kind: 'local',
      address: '127.0.0.1',
      labels: {},
      scheduling: 'open',
    });
    await store.changeLabels(local, { disk: 'small' });
    await store.setScheduling(local, 'draining');
    await store.ensureLocal(local, '127.0.0.1');
    expect(await store.list()).toEqual([{ ...made, labels: { disk: 'small' }, scheduling: 'draining' }]);
  });

  test('takes a new address of the own host', async () => {
    const store = open();
    await store.ensureLocal(local, '127.0.0.1');
    await store.ensureLocal(local, '10.200.0.5');
    expect(await store.get(local)).toMatchObject({ address: '10.200.0.5' });
  });

  test('does not make a host that has joined its own', async () => {
    const store = open();
    await store.invite(invitation());
    await store.join(joining());
    await expect(store.ensureLocal(attic, '127.0.0.1')).rejects.toMatchObject({ code: 'name-taken' });
    expect(await store.get(attic)).toMatchObject({ kind: 'joined', address: '10.200.0.7' });
  });
}

function joinTests(open: () => HostStoreUnderTest): void {
  test('an invitation makes a host with its labels, which another adapter sees', async () => {
    const { store, another } = open();
    await store.invite(invitation());
    expect(await store.list()).toEqual([]);
    const host = await store.join(joining());
    expect(host).toEqual({
      id: attic,
      kind: 'joined',
      address: '10.200.0.7',
      labels: { disk: 'large' },
      scheduling: 'open',
      since: expect.stringMatching(/Z$/),
      certificate: certificate('one'),
    });
    expect(await another().get(attic)).toEqual(host);
  });

  test('lists hosts in order of ids', async () => {
    const { store } = open();
    await store.ensureLocal(local, '127.0.0.1');
    await store.invite(invitation({ host: shed, tokenHash: hash('two') }));
    await store.join(joining({ tokenHash: hash('two'), certificate: certificate('two') }));
    await store.invite(invitation());
    await store.join(joining());
    expect((await store.list()).map(({ id }) => id)).toEqual([attic, local, shed]);
  });

  test('a repeat of a join is success; the same token with another key is refused', async () => {
    const { store } = open();
    await store.invite(invitation());
    const host = await store.join(joining());
    expect(await store.join(joining())).toEqual(host);
    await expect(store.join(joining({ certificate: certificate('other') }))).rejects.toMatchObject(refused);
    expect(await store.list()).toEqual([host]);
  });

  test('refuses a token that is unknown or expired', async () => {
    const { store } = open();
    await expect(store.join(joining())).rejects.toMatchObject(refused);
    await store.invite(invitation({ expires: new Date(Date.now() - 1000).toISOString() }));
    await expect(store.join(joining())).rejects.toMatchObject(refused);
    expect(await store.list()).toEqual([]);
  });

  test('a newer invitation takes the place of an older one', async () => {
    const { store } = open();
    await store.invite(invitation());
    await store.invite(invitation({ tokenHash: hash('newer'), labels: {} }));
    await expect(store.join(joining())).rejects.toMatchObject(refused);
    expect(await store.join(joining({ tokenHash: hash('newer') }))).toMatchObject({ labels: {} });
  });

  test('does not invite a host that is there', async () => {
    const { store } = open();
    await store.ensureLocal(local, '127.0.0.1');
    const again = store.invite(invitation({ host: local }));
    await expect(again).rejects.toMatchObject({ code: 'name-taken', data: { host: local } });
    await expect(store.join(joining())).rejects.toMatchObject(refused);
  });

  test('of many joins of one invitation with different keys exactly one wins', async () => {
    const { store, another } = open();
    const other = another();
    for (let round = 0; round < 20; round += 1) {
      const tokenHash = hash(`token ${round}`);
      await store.invite(invitation({ tokenHash }));
      const keys = Array.from({ length: 6 }, (_, index) => certificate(`${round}/${index}`));
      const outcomes = await Promise.allSettled(
        keys.map((key, index) =>
          (index % 2 === 0 ? store : other).join(joining({ tokenHash, certificate: key })),
        ),
      );
      const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(won).toEqual(await store.list());
      expect(won).toHaveLength(1);
      for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject(refused);
      await store.remove(attic);
    }
  }, 60_000);

  test('many repeats of one join at once are all success, and one host', async () => {
    const { store, another } = open();
    const other = another();
    await store.invite(invitation());
    const hosts = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? store : other).join(joining())),
    );
    expect(new Set(hosts.map((host) => JSON.stringify(host))).size).toBe(1);
    expect(await store.list()).toHaveLength(1);
  });

  test('an invitation that is replaced while it is taken leaves a host or an invitation, never both', async () => {
    const { store, another } = open();
    const other = another();
    for (let round = 0; round < 20; round += 1) {
      const [first, second] = [hash(`first ${round}`), hash(`second ${round}`)];
      await store.invite(invitation({ tokenHash: first }));
      const [joined, replaced] = await Promise.allSettled([
        store.join(joining({ tokenHash: first, certificate: certificate(`${round}`) })),
        other.invite(invitation({ tokenHash: second })),
      ]);
      expect([joined.status, replaced.status].toSorted()).toEqual(['fulfilled', 'rejected']);
      const late = store.join(joining({ tokenHash: second, certificate: certificate(`late ${round}`) }));
      if (joined.status === 'fulfilled') await expect(late).rejects.toMatchObject(refused);
      else await late;
      await store.remove(attic);
    }
  }, 60_000);
}

function changeTests(open: () => HostStore): void {
  test('renews a certificate that is in force, and a repeat is success', async () => {
    const store = open();
    await store.invite(invitation());
    await store.join(joining());
    const renew = () => store.renewCertificate(attic, hash('one'), certificate('two'));
    const host = await renew();
    expect(host).toMatchObject({ certificate: certificate('two') });
    expect(await renew()).toEqual(host);
    const late = store.renewCertificate(attic, hash('one'), certificate('three'));
    await expect(late).rejects.toMatchObject(refused);
    await expect(store.renewCertificate(shed, hash('one'), certificate('two'))).rejects.toMatchObject(
      refused,
    );
    expect(await store.get(attic)).toEqual(host);
  });

  test('changes capacity, scheduling and labels, each alone', async () => {
    const store = open();
    const made = await store.ensureLocal(local, '127.0.0.1');
    const capacity = { memoryBytes: 64 * 1024 ** 3, processors: 16 };
    expect(await store.setCapacity(local, capacity)).toEqual({ ...made, capacity });
    expect(await store.setScheduling(local, 'draining')).toMatchObject({ capacity, scheduling: 'draining' });
    expect(await store.changeLabels(local, { disk: 'large' })).toEqual({
      ...made,
      capacity,
      scheduling: 'draining',
      labels: { disk: 'large' },
    });
    expect(await store.setScheduling(local, 'open')).toMatchObject({ scheduling: 'open' });
  });

  test('says so when the host to change is not there', async () => {
    const store = open();
    const missing = { code: 'not-found' };
    expect(await store.get(attic)).toBeUndefined();
    await expect(store.setCapacity(attic, { memoryBytes: 1, processors: 1 })).rejects.toMatchObject(missing);
    await expect(store.setScheduling(attic, 'draining')).rejects.toMatchObject(missing);
    await expect(store.changeLabels(attic, {})).rejects.toMatchObject(missing);
  });
}

function removalTests(open: () => HostStoreUnderTest): void {
  test('a removed host is gone with its certificate and invitation, and a repeat is success', async () => {
    const { store } = open();
    await store.invite(invitation());
    await store.join(joining());
    expect(await store.remove(attic)).toBe('removed');
    expect(await store.remove(attic)).toBe('absent');
    expect(await store.list()).toEqual([]);
    await expect(store.join(joining())).rejects.toMatchObject(refused);
    await expect(store.renewCertificate(attic, hash('one'), certificate('two'))).rejects.toMatchObject(
      refused,
    );
    await store.invite(invitation());
    expect(await store.remove(attic)).toBe('removed');
    await expect(store.join(joining())).rejects.toMatchObject(refused);
  });

  test('a host with services stays, and they are named', async () => {
    const { store, services } = open();
    await store.invite(invitation());
    await store.join(joining());
    const installing = claim([draft(sonarr, { host: attic })]);
    await services.claimInstall(installing);
    await expect(store.remove(attic)).rejects.toMatchObject({
      code: 'host-in-use',
      data: { host: attic, services: [sonarr] },
    });
    expect(await store.get(attic)).toBeDefined();
    await services.withdrawClaim(installing.id);
    await store.remove(attic);
    expect(await store.get(attic)).toBeUndefined();
  });

  test('the control plane’s own host stays', async () => {
    const { store } = open();
    await store.ensureLocal(local, '127.0.0.1');
    await expect(store.remove(local)).rejects.toMatchObject({ code: 'host-local' });
    expect(await store.list()).toHaveLength(1);
  });
}

function eventTests(open: () => HostStoreUnderTest): void {
  const told = async ({ events }: HostStoreUnderTest) =>
    (await events.read({ after: 0, limit: 50 })).map(({ type, correlationId, data }) => [
      type,
      correlationId,
      data,
    ]);

  test('tells what becomes of a host, once for each change', async () => {
    const subject = open();
    const { store } = subject;
    await store.invite(invitation());
    await store.join(joining());
    await store.join(joining());
    await store.setScheduling(attic, 'draining', 'request-1');
    await store.setScheduling(attic, 'draining', 'request-2');
    await store.setScheduling(attic, 'open');
    await store.remove(attic, 'request-3');
    await store.remove(attic, 'request-4');
    const data = { host: attic };
    expect(await told(subject)).toEqual([
      ['host.joined', 'host/attic', { host: attic, address: '10.200.0.7' }],
      ['host.drained', 'request-1', data],
      ['host.opened', 'host/attic', data],
      ['host.removed', 'request-3', data],
    ]);
  });

  test('keeps the newest word of its supervision, which a late repeat does not undo', async () => {
    const subject = open();
    const { store } = subject;
    await store.ensureLocal(local, '127.0.0.1');
    const word = (reachable: boolean, second: number) =>
      store.report({
        host: local,
        reachable,
        cause: `word ${second}`,
        event: { id: `run/${second}`, correlationId: 'host/local', time: `2030-01-01T00:00:0${second}.000Z` },
      });
    expect((await store.get(local))?.reach).toBeUndefined();
    await word(true, 1);
    await word(false, 2);
    await word(true, 1);
    const reach = { reachable: false, since: '2030-01-01T00:00:02.000Z', cause: 'word 2' };
    expect(await store.list()).toMatchObject([{ id: local, reach }]);
    expect(await told(subject)).toHaveLength(2);
  });

  test('writes the word of a host that is not there, and makes no host of it', async () => {
    const subject = open();
    const event = { id: 'run/1', correlationId: 'host/attic', time: '2030-01-01T00:00:00.000Z' };
    await subject.store.report({ host: attic, reachable: true, cause: 'here', event });
    expect(await subject.store.list()).toEqual([]);
    expect(await told(subject)).toEqual([
      ['host.changed', 'host/attic', { host: attic, reachable: true, cause: 'here' }],
    ]);
  });
}
