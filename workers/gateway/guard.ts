import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { hostUri } from '#contracts/gateway.ts';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { Host } from '#domain/host.ts';
import { type HostId, hostId, isSlug } from '#domain/ids.ts';
import type { HostStore } from '#ports/host-store.ts';

/** Who is at the other end, as a certificate of this instance's authority says. Whether it is in force is another question. */
export interface Peer {
  readonly host: HostId;
  readonly fingerprint: string;
  /** In milliseconds of Unix time. */
  readonly expires: number;
}

/** Undefined without a certificate, and for one that this authority has not signed for a host. */
export function peerOf(
  socket: Pick<TLSSocket, 'authorized' | 'getPeerX509Certificate'>,
  instance: string,
): Peer | undefined {
  const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
  const host = certificate === undefined ? undefined : hostOf(certificate, instance);
  if (certificate === undefined || host === undefined) return undefined;
  return {
    host,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    expires: certificate.validToDate.getTime(),
  };
}

function hostOf({ subjectAltName }: X509Certificate, instance: string): HostId | undefined {
  const name =
    /^URI:showrunner:\/\/[0-9a-z-]+\/host\/([a-z0-9-]{1,40})$/.exec(subjectAltName ?? '')?.[1] ?? '';
  const host = isSlug(name) ? hostId(name) : undefined;
  return host !== undefined && subjectAltName === `URI:${hostUri(instance, host)}` ? host : undefined;
}

export interface Guard {
  /** The host, if this very certificate is in force. Errors: `unauthenticated`; `database-unreachable`. */
  admit(peer: Peer): Promise<Host>;
  /** What was known of the host counts no more. */
  forget(host: HostId): void;
}

/** How long an answer of the store holds: a host that is removed is out after this long, and the store is asked four times a second. */
const freshMs = 250;
/** While the store is away nobody can remove a host, so the last answer stays true; not for ever, in case it was changed by hand. */
const staleMs = 10 * 60_000;

/** In milliseconds. */
export interface Clocks {
  /** How long something has lasted: a clock that nobody sets. */
  passed(): number;
  /** What certificates are held against. */
  date(): number;
}

interface Answer {
  /** When it was asked for. */
  readonly at: number;
  readonly host: Host | undefined;
}

const clocks: Clocks = { passed: () => performance.now(), date: Date.now };

export function createGuard(hosts: Pick<HostStore, 'get'>, { passed, date }: Clocks = clocks): Guard {
  // Of each one for each host that has a certificate of this authority: bounded by what was once invited.
  const asked = new Map<HostId, { readonly at: number; readonly host: Promise<Host | undefined> }>();
  const answers = new Map<HostId, Answer>();
  const ask = async (id: HostId, at: number): Promise<Host | undefined> => {
    try {
      const host = await hosts.get(id);
      if (at >= (answers.get(id)?.at ?? at)) answers.set(id, { at, host });
      return host;
    } catch (error) {
      const last = answers.get(id);
      const isUsable = last !== undefined && passed() - last.at < staleMs;
      if (isUsable && isDomainError(error) && error.kind === 'outage') return last.host;
      throw error;
    }
  };
  const look = (id: HostId): Promise<Host | undefined> => {
    const at = passed();
    const before = asked.get(id);
    if (before !== undefined && at - before.at < freshMs) return before.host;
    const host = ask(id, at);
    asked.set(id, { at, host });
    return host;
  };
  return {
    admit: async (peer) => {
      const host = await look(peer.host);
      if (host?.certificate?.fingerprint === peer.fingerprint && peer.expires > date()) return host;
      throw new DomainError('unauthenticated', `The certificate of host ${peer.host} is not in force.`);
    },
    forget: (host) => {
      asked.delete(host);
      answers.delete(host);
    },
  };
}
