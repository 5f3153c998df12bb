import { describe, expect, it } from 'vitest';
import type { Host } from '#domain/host.ts';
import { hostId } from '#domain/ids.ts';
import { assertHostAddress } from '#workers/gateway/host-api/host-address.ts';

const [nas, attic] = [hostId('nas'), hostId('attic')];
const there: Host = {
  id: attic,
  kind: 'joined',
  address: '10.200.0.2',
  labels: {},
  scheduling: 'open',
  since: '2030-01-01T00:00:00.000Z',
};
const claim = (address: string, from = '10.200.0.9') =>
  assertHostAddress({ host: nas, address, from }, [there]);
const refused = expect.objectContaining({ code: 'join-refused' });

describe('a host’s address', () => {
  it('is one of a single machine', () => {
    claim('10.200.0.9');
    claim('192.0.2.1');
    for (const address of ['0.0.0.0', '0.1.2.3', '224.0.0.1', '240.0.0.1', '255.255.255.255']) {
      expect(() => claim(address)).toThrow(refused);
    }
  });

  it('is a loopback one only where the host is on the control plane’s own machine', () => {
    expect(() => claim('127.0.0.1')).toThrow(refused);
    expect(() => claim('127.8.8.8', '10.200.0.9')).toThrow(refused);
    for (const from of ['127.0.0.1', '::ffff:127.0.0.1', '::1']) claim('127.0.0.1', from);
  });

  it('is no other host’s; its own it may name again', () => {
    expect(() => claim('10.200.0.2')).toThrow(refused);
    assertHostAddress({ host: attic, address: '10.200.0.2', from: undefined }, [there]);
  });
});
