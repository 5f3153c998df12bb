import { expect, test } from 'vitest';
import type { HostInvitation, HostStore } from '#ports/host-store.ts';
import { local } from '#test/contract/service-store/fixtures.ts';
import { attic, certificate, hash, invitation, joining, refused } from './fixtures.ts';

interface Opened {
  readonly store: HostStore;
  another(): HostStore;
}

/** A host that has joined, and is invited once more. */
export function againTests(open: () => Opened): void {
  test('a host that is invited again keeps all but its certificate and address', async () => {
    const { store, another } = open();
    await store.invite(invitation());
    const before = await store.join(joining());
    const tokenHash = hash('again');
    await store.invite(invitation({ tokenHash, labels: {}, again: true }));
    expect(await another().get(attic)).toEqual(before);
    const anew = joining({ tokenHash, certificate: certificate('two'), address: '10.200.0.8' });
    const after = await store.join(anew);
    expect(after).toEqual({ ...before, address: '10.200.0.8', certificate: certificate('two') });
    expect(await store.join(anew)).toEqual(after);
    await expect(store.join(joining())).rejects.toMatchObject(refused);
    expect(await store.list()).toEqual([after]);
  });

  test('invites again only what has joined', async () => {
    const { store } = open();
    await store.ensureLocal(local, '127.0.0.1');
    const again = (host: HostInvitation['host']) => store.invite(invitation({ host, again: true }));
    await expect(again(attic)).rejects.toMatchObject({ code: 'not-found' });
    await expect(again(local)).rejects.toMatchObject({ code: 'host-local' });
    await expect(store.join(joining())).rejects.toMatchObject(refused);
  });
}
