import { createHash, X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { createGatewayClient } from '#adapters/gateway/client.ts';
import { findAuthority } from '#adapters/gateway/find-authority.ts';
import { membership } from '#adapters/gateway/membership.ts';
import { createRequest } from '#adapters/x509/certificates.ts';
import { DomainError, isDomainError } from '#domain/errors.ts';
import { parseJoinToken } from '#domain/join-token.ts';
import type { HomePaths } from '#platform/home-paths.ts';
import {
  type JoinedHost,
  type JoinRequest,
  readCredentials,
  readJoinRequest,
  writeJoinedHost,
  writeJoinRequest,
} from '#platform/joined-host.ts';

export interface Joining {
  readonly paths: HomePaths;
  /** `host:port` of the gateway. */
  readonly gateway: string;
  readonly token: string;
  /** At which others reach this host; without one, that of the way to the gateway. */
  readonly address?: string;
}

/**
 * Makes this home a host of the control plane. The key is made here and stays here. Broken off, it can be repeated with the same token.
 * Errors: `join-refused`, `temporal-unreachable`, `invalid-input` for an address that is none.
 */
export async function joinHost({ paths, gateway, token, address }: Joining): Promise<JoinedHost> {
  const parsed = parseJoinToken(token);
  if (parsed === undefined) throw noToken();
  const { authority, localAddress } = await findAuthority(gateway, parsed.authority);
  const { key, request } = await ensureRequest(paths, parsed.host);
  const own = requireAddress(address ?? localAddress.replace(/^::ffff:/, ''));
  const client = createGatewayClient(gateway, { authority });
  try {
    const answer = await membership.join(client, key, { token, request, address: own });
    const { instance, namespace, certificate } = answer;
    const joined: JoinedHost = {
      format: 1,
      host: answer.host,
      instance,
      namespace,
      gateway,
      address: own,
      joinedWith: hashOf(token),
    };
    await writeJoinedHost(paths, joined, { key, certificate, authority });
    return joined;
  } finally {
    client.close();
  }
}

/**
 * What a token means to a home that has joined: `used`, it joined with this one; `anew`, the same control plane invites this host
 * once more; `other`, it is of another host or control plane.
 */
export async function tokenFor(
  paths: HomePaths,
  joined: JoinedHost,
  token: string,
): Promise<'used' | 'anew' | 'other'> {
  if (joined.joinedWith === hashOf(token)) return 'used';
  const parsed = parseJoinToken(token);
  if (parsed?.host !== joined.host) return 'other';
  return parsed.authority === (await authorityOf(paths)) ? 'anew' : 'other';
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** As tokens name it; nothing where what the home keeps of it is lost. */
async function authorityOf(paths: HomePaths): Promise<string | undefined> {
  try {
    const { authority } = await readCredentials(paths);
    return new X509Certificate(authority).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch (error) {
    if (isDomainError(error)) return undefined;
    throw error;
  }
}

function noToken(): DomainError {
  return new DomainError(
    'join-refused',
    'That is no join token: one begins with "srj1." and has four parts.',
  );
}

/** The same at a repeat: by it the control plane knows that it is asked again by the same machine. */
async function ensureRequest(paths: HomePaths, host: string): Promise<JoinRequest> {
  const before = await readJoinRequest(paths);
  if (before !== undefined) return before;
  const made = await createRequest(host);
  await writeJoinRequest(paths, made);
  return made;
}

function requireAddress(address: string): string {
  if (isIPv4(address)) return address;
  throw new DomainError('invalid-input', 'The address of this host is not known. Give it with --address.', {
    faults: [{ field: '--address', reason: 'must be an IPv4 address at which other hosts reach this one' }],
  });
}
