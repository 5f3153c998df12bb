import { type HostId, hostId, isSlug } from './ids.ts';

/** What an invitation is taken with: it names the host, and the authority by which the control plane is known. */
export interface JoinToken {
  readonly host: HostId;
  /** 32 random bytes in base64url. */
  readonly secret: string;
  /** SHA-256 of the authority's certificate in DER form, in lower-case hexadecimal digits. */
  readonly authority: string;
}

const version = 'srj1';

export function formatJoinToken({ host, secret, authority }: JoinToken): string {
  return [version, host, secret, authority].join('.');
}

/** Nothing for a text that is no token of this version. */
export function parseJoinToken(text: string): JoinToken | undefined {
  const [given, host = '', secret = '', authority = '', ...rest] = text.split('.');
  const isWhole = given === version && rest.length === 0 && isSlug(host);
  if (!isWhole || !/^[\w-]{43}$/.test(secret) || !/^[0-9a-f]{64}$/.test(authority)) return undefined;
  return { host: hostId(host), secret, authority };
}
