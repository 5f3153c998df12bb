import type { Http2Session } from 'node:http2';
import { isDomainError } from '#domain/errors.ts';
import type { HostId } from '#domain/ids.ts';
import { requireAnswer } from '#platform/http2-liveness.ts';
import type { Guard, Peer } from './guard.ts';

/** The connections that are open, and whose they are. */
export interface Sessions {
  add(session: Http2Session, peer: Peer | undefined): void;
  peerOf(session: Http2Session | undefined): Peer | undefined;
  /** Ends connections of hosts that were removed, of certificates that are over or replaced, and of those that no longer answer. */
  sweep(guard: Guard): void;
  destroy(): void;
}

/** A worker has three; those of a network that went away are still there when it comes back. */
const sessionsOfHost = 16;
/** Of all together who show no certificate. */
const sessionsOfStrangers = 32;
/** A certificate that was put in force in this moment may not be known yet. */
const settlingMs = 2000;
/** Without a certificate in force a connection is good for joining, or for putting another in force: a matter of seconds. */
const graceMs = 20_000;
/** A host that does not answer this is gone; its polls must not be given tasks. */
const pingMs = 10_000;

interface Held {
  readonly peer: Peer | undefined;
  /** Of the monotonic clock, in milliseconds. */
  readonly since: number;
}

/** Where there are too many of one owner the oldest goes: nobody can lock out the others, nor a host itself with what is left of before. */
export function createSessions(): Sessions {
  const sessions = new Map<Http2Session, Held>();
  return {
    add: (session, peer) => {
      sessions.set(session, { peer, since: performance.now() });
      session.once('close', () => sessions.delete(session));
      endOldest(sessions, peer?.host);
    },
    peerOf: (session) => (session === undefined ? undefined : sessions.get(session)?.peer),
    sweep: (guard) => {
      for (const [session, held] of sessions) look(session, held, guard);
    },
    destroy: () => {
      for (const session of sessions.keys()) session.destroy();
    },
  };
}

function endOldest(sessions: Map<Http2Session, Held>, host: HostId | undefined): void {
  const most = host === undefined ? sessionsOfStrangers : sessionsOfHost;
  // In the order in which they came.
  const own = [...sessions].filter(([, { peer }]) => peer?.host === host).map(([session]) => session);
  for (const oldest of own.slice(0, Math.max(0, own.length - most))) {
    sessions.delete(oldest);
    oldest.destroy();
  }
}

function look(session: Http2Session, { peer, since }: Held, guard: Guard): void {
  const age = performance.now() - since;
  if (peer === undefined) {
    if (age > graceMs) session.destroy();
    return;
  }
  requireAnswer(session, pingMs);
  guard.admit(peer).catch((error: unknown) => {
    const isRefused = isDomainError(error) && error.code === 'unauthenticated';
    if (isRefused && performance.now() - since > settlingMs) session.destroy();
  });
}
