import { createHash } from 'node:crypto';
import { hostId } from '#domain/ids.ts';
import type { HostInvitation, HostJoin } from '#ports/host-store.ts';

export const attic = hostId('attic');
export const shed = hostId('shed');
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
export const hash = (text: string) => createHash('sha256').update(text).digest('hex');
export const certificate = (name: string) => ({
  fingerprint: hash(name),
  expires: '2030-01-01T00:00:00.000Z',
});

export function invitation(more: Partial<HostInvitation> = {}): HostInvitation {
  return { host: attic, tokenHash: hash('token'), expires: inAnHour(), labels: { disk: 'large' }, ...more };
}

export function joining(more: Partial<HostJoin> = {}): HostJoin {
  return { tokenHash: hash('token'), certificate: certificate('one'), address: '10.200.0.7', ...more };
}

export const refused = { code: 'join-refused' };
