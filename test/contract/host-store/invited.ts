import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { hostId } from '#domain/ids.ts';
import type { HostStore } from '#ports/host-store.ts';

const attic = hostId('attic');
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const tokenHash = hash('token');
const certificate = { fingerprint: hash('one'), expires: '2099-01-01T00:00:00.000Z' };

export function invitedTests(open: () => HostStore): void {
  test('a token is known while it invites, and from its join on', async () => {
    const store = open();
    const invite = (expires: string) => store.invite({ host: attic, tokenHash, expires, labels: {} });
    expect(await store.invited(tokenHash)).toBeUndefined();
    await invite('2099-01-01T00:00:00.000Z');
    expect(await store.invited(tokenHash)).toBe(attic);
    expect(await store.invited(hash('another'))).toBeUndefined();
    await store.join({ tokenHash, certificate, address: '10.200.0.7' });
    expect(await store.invited(tokenHash)).toBe(attic);
    await store.remove(attic);
    expect(await store.invited(tokenHash)).toBeUndefined();
    await invite('2020-01-01T00:00:00.000Z');
    expect(await store.invited(tokenHash)).toBeUndefined();
  });
}
