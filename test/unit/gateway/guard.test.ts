import { beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import type { Host } from '#domain/host.ts';
import { type HostId, hostId } from '#domain/ids.ts';
import { createGuard, type Guard } from '#workers/gateway/guard.ts';

const nas = hostId('nas');
const minute = 60_000;
const peer = { host: nas, fingerprint: 'f'.repeat(64), expires: Date.parse('2099-01-01T00:00:00.000Z') };
const row: Host = {
  id: nas,
  kind: 'joined',
  address: '10.0.0.2',
  labels: {},
  scheduling: 'open',
  since: '2030-01-01T00:00:00.000Z',
  certificate: { fingerprint: peer.fingerprint, expires: '2099-01-01T00:00:00.000Z' },
};
const refused = { code: 'unauthenticated' };

describe('the guard', () => {
  let passed: number;
  let date: number;
  let get: (id: HostId) => Promise<Host | undefined>;
  let guard: Guard;
  beforeEach(() => {
    passed = 0;
    date = Date.parse('2030-01-01T00:00:00.000Z');
    get = async () => row;
    guard = createGuard({ get: (id) => get(id) }, { passed: () => passed, date: () => date });
  });

  const away = async (): Promise<never> => {
    throw new DomainError('database-unreachable', 'away');
  };

  it('lets a removed host in no more, also when the clock was set back', async () => {
    await guard.admit(peer);
    get = async () => undefined;
    date -= 60 * minute;
    passed += 300;
    await expect(guard.admit(peer)).rejects.toMatchObject(refused);
  });

  it('lets nobody in whose certificate is over', async () => {
    date = peer.expires;
    await expect(guard.admit(peer)).rejects.toMatchObject(refused);
  });

  it('goes by the last answer for ten minutes of an outage, however often it asks', async () => {
    await guard.admit(peer);
    get = away;
    for (; passed < 10 * minute; passed += 1000) expect(await guard.admit(peer)).toEqual(row);
    await expect(guard.admit(peer)).rejects.toMatchObject({ code: 'database-unreachable' });
  });

  it('counts those ten minutes from the answer, also where several ask at once', async () => {
    await guard.admit(peer);
    const lost: PromiseWithResolvers<never>[] = [];
    get = () => {
      const asked = Promise.withResolvers<never>();
      lost.push(asked);
      return asked.promise;
    };
    passed = 9 * minute;
    const first = guard.admit(peer);
    passed += 1000;
    const second = guard.admit(peer);
    for (const { reject } of lost) reject(new DomainError('database-unreachable', 'away'));
    await Promise.all([first, second]);
    get = away;
    passed = 11 * minute;
    await expect(guard.admit(peer)).rejects.toMatchObject({ code: 'database-unreachable' });
  });
});
