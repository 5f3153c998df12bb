import { DomainError } from '#domain/errors.ts';
import { type HostId, hostId, isSlug } from '#domain/ids.ts';

/** With this a machine may become a host, once: `srj1.<host>.<secret>.<fingerprint>`. The control plane keeps its SHA-256 alone. */
export interface JoinToken {
  /** The whole of it, as it was given out. Never to be logged. */
  readonly text: string;
  readonly host: HostId;
  /** SHA-256 of the authority's certificate in DER form: the host sends the token to nobody else. */
  readonly fingerprint: string;
}

export function formatJoinToken(host: HostId, secret: string, fingerprint: string): string {
  return `srj1.${host}.${secret}.${fingerprint}`;
}

/** Error: `join-refused`, without any part of what was given. */
export function parseJoinToken(given: string): JoinToken {
  const text = given.trim();
  const [, host = '', fingerprint = ''] = pattern.exec(text) ?? [];
  if (isSlug(host)) return { text, host: hostId(host), fingerprint };
  throw new DomainError(
    'join-refused',
    'That is not a join token: one begins with "srj1." and has four parts.',
  );
}

const pattern = /^srj1\.([a-z0-9-]{1,40})\.[A-Za-z0-9_-]{20,100}\.([0-9a-f]{64})$/;
