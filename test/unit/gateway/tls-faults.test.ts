import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { findAuthority } from '#adapters/gateway/find-authority.ts';
import { tlsFault } from '#adapters/gateway/tls-faults.ts';
import { createAuthority } from '#adapters/x509/certificates.ts';
import { greet } from '#assembly/host-certificate.ts';
import { openGatewayWorld } from '#test/support/gateway/world.ts';

const capacity = { memoryBytes: 1, processors: 1 };
const joinedAt = (gateway: string) =>
  ({
    format: 1,
    host: 'nas',
    instance: { id: '0123456789ab', name: 'test' },
    namespace: 'test',
    gateway,
    address: '10.0.0.2',
    joinedWith: 'h',
  }) as const;

it('a gateway of another authority is told apart from one that does not answer', async () => {
  const world = await openGatewayWorld();
  const own = await world.joined('nas');
  const { certificate: authority } = await createAuthority('other', 30);
  const joined = joinedAt(`127.0.0.1:${world.port}`);
  await expect(greet(joined, { ...own, authority }, capacity)).rejects.toMatchObject({
    code: 'temporal-unreachable',
    message: expect.stringContaining('is not the control plane that this host has joined'),
  });
  await world.close();
  await expect(greet(joined, own, capacity)).rejects.toMatchObject({
    message: expect.stringContaining('does not answer'),
  });
});

it('what speaks no TLS is said to be no gateway', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 \r\n\r\n'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  await expect(findAuthority(`127.0.0.1:${port}`, '0'.repeat(64))).rejects.toMatchObject({
    message: expect.stringContaining('does not speak as a gateway does'),
  });
  server.close();
});

it('a clock that is off is named', () => {
  for (const code of ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED']) {
    expect(tlsFault(Object.assign(new Error('x'), { code }))).toContain('clock');
  }
  expect(tlsFault(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBeUndefined();
});
