import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRequest } from '#adapters/x509/certificates.ts';
import { hostId } from '#domain/ids.ts';
import { formatJoinToken } from '#domain/join-token.ts';
import { createMemoryHostStore, createMemoryServiceStore } from '#test/support/memory/index.ts';
import { createMembership } from '#workers/gateway/host-api/membership.ts';

const nas = hostId('nas');

describe('a request to join', () => {
  const token = formatJoinToken({
    host: nas,
    secret: randomBytes(32).toString('base64url'),
    authority: 'a'.repeat(64),
  });

  it('has nothing signed, and hears of no other host, without an invitation', async () => {
    const hosts = createMemoryHostStore(createMemoryServiceStore());
    await hosts.ensureLocal(hostId('local'), '10.200.0.2');
    const signed: unknown[] = [];
    const membership = createMembership({
      hosts,
      authority: {
        issueClient: (issue) => {
          signed.push(issue);
          return Promise.resolve(undefined);
        },
      },
      instance: { id: '0123456789ab', name: 'test' },
      namespace: 'test',
    });
    const { request } = await createRequest('nas');
    const join = () => membership.join({ token, request, address: '10.200.0.2' }, '10.200.0.9');
    await expect(join()).rejects.toMatchObject({
      code: 'join-refused',
      message: expect.stringContaining('unknown, spent or expired'),
    });
    const tokenHash = createHash('sha256').update(token).digest('hex');
    await hosts.invite({ host: nas, tokenHash, expires: '2099-01-01T00:00:00.000Z', labels: {} });
    await expect(join()).rejects.toMatchObject({ message: expect.stringContaining('another host') });
    expect(signed).toEqual([]);
  });
});
