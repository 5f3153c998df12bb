import { constants as cryptoConstants } from 'node:crypto';
import { once } from 'node:events';
import { createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { SecureContextOptions } from 'node:tls';
import type { HostId } from '#domain/ids.ts';
import type { HostStore } from '#ports/host-store.ts';
import { createBodies } from './body.ts';
import { type BudgetLimits, createBudget } from './budget.ts';
import { type GrpcPorts, handleGrpc, refuse } from './grpc/handle.ts';
import { refusal } from './grpc/status.ts';
import { createGuard, type Guard, type Peer, peerOf } from './guard.ts';
import { type HostApiPorts, handleHostApi } from './host-api/handle.ts';
import { createTurns } from './host-api/turns.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** The server's key and certificate, and the authority's certificate, in PEM. */
export interface GatewayCredentials {
  readonly key: string;
  readonly certificate: string;
  readonly authority: string;
}

export interface GatewayOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly instance: string;
  readonly credentials: GatewayCredentials;
  readonly hosts: Pick<HostStore, 'get'>;
  readonly grpc: Omit<GrpcPorts, 'admit' | 'bodies' | 'budget'>;
  readonly hostApi: Omit<HostApiPorts, 'guard' | 'bodies' | 'turns'>;
  readonly budget?: BudgetLimits;
  /** In milliseconds: how long the body of a request may take to come. */
  readonly arrivalMs?: number;
}

export interface Gateway {
  readonly port: number;
  /** For connections from now on. */
  renew(credentials: GatewayCredentials): void;
  close(): Promise<void>;
}

/** Requests of one host that are open at once: a worker has polls, and a heartbeat or an answer for each step at work. */
const requestsOfOneHost = 250;
const connectionsAtOnce = 512;
const arrivalMs = 15_000;
/** A host's answers are small, but for a few; those who join say one thing each. */
const budgetLimits: BudgetLimits = { ofHost: 8 * 1024 * 1024, ofStrangers: 512 * 1024 };
const handshakeMs = 10_000;
const sweepMs = 2000;

/** The one port that hosts reach: TLS 1.3 and HTTP/2, nothing older. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const guard = createGuard(options.hosts);
  const sessions = createSessions();
  const server = createSecureServer({
    ...secureContext(options.credentials),
    ALPNProtocols: ['h2'],
    requestCert: true,
    // Those who join have no certificate yet: every request is checked by itself.
    rejectUnauthorized: false,
    handshakeTimeout: handshakeMs,
    settings: { maxConcurrentStreams: requestsOfOneHost, enablePush: false },
  });
  server.maxConnections = connectionsAtOnce;
  const handle = createHandler(options, guard, sessions);
  server.on('session', (session) => {
    // What ends a connection is the other end's business; its requests end with it.
    session.on('error', () => session.destroy());
    sessions.add(session, peerOf(session.socket as Parameters<typeof peerOf>[0], options.instance));
  });
  server.on('sessionError', () => undefined);
  server.on('unknownProtocol', (socket) => socket.destroy());
  server.on('stream', handle);
  const upkeep = setInterval(() => sessions.sweep(guard), sweepMs);
  server.listen(options.listen);
  try {
    await once(server, 'listening');
  } catch (error) {
    clearInterval(upkeep);
    throw error;
  }
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : options.listen.port,
    renew: (credentials) => server.setSecureContext(secureContext(credentials)),
    close: async () => {
      clearInterval(upkeep);
      const closed = once(server, 'close');
      server.close();
      sessions.destroy();
      await closed;
      options.grpc.upstream.close();
    },
  };
}

/** All of it at every renewal: what is not given then falls back to what Node does by itself, such as TLS 1.2. */
function secureContext({ key, certificate, authority }: GatewayCredentials): SecureContextOptions {
  return {
    key,
    // With the authority's own certificate in the chain, a machine that joins can hold it against its token.
    cert: `${certificate.trim()}\n${authority}`,
    ca: authority,
    minVersion: 'TLSv1.3',
    // A resumed session would bring a certificate that was looked at in another one.
    secureOptions: cryptoConstants.SSL_OP_NO_TICKET,
  };
}

function createHandler(options: GatewayOptions, guard: Guard, sessions: Sessions) {
  const open = new Map<HostId | undefined, number>();
  const budget = createBudget(options.budget ?? budgetLimits);
  const bodies = createBodies(options.arrivalMs ?? arrivalMs, budget);
  const hostApi = { ...options.hostApi, guard, bodies, turns: createTurns() };
  const grpcPorts = { ...options.grpc, bodies, budget };
  return (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void => {
    stream.on('error', () => stream.destroy());
    const peer = sessions.peerOf(stream.session);
    const count = (open.get(peer?.host) ?? 0) + 1;
    const isGrpc = headers['content-type']?.startsWith('application/grpc') === true;
    if (count > requestsOfOneHost) {
      if (isGrpc) refuse(stream, refusal('resource-exhausted', 'Too many requests of this host are open.'));
      else stream.close();
      return;
    }
    open.set(peer?.host, count);
    stream.once('close', () => {
      const left = (open.get(peer?.host) ?? 1) - 1;
      if (left === 0) open.delete(peer?.host);
      else open.set(peer?.host, left);
    });
    const handled = isGrpc
      ? grpc(grpcPorts, guard, peer, stream, headers)
      : handleHostApi(hostApi, peer, stream, headers);
    // Unhandled, what goes wrong with one request would end the process.
    handled.catch(() => stream.destroy());
  };
}

async function grpc(
  ports: Omit<GrpcPorts, 'admit'>,
  guard: Guard,
  peer: Peer | undefined,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  if (peer === undefined) {
    refuse(stream, refusal('unauthenticated', 'A host shows its certificate.'));
    return;
  }
  const admit = async () => void (await guard.admit(peer));
  await handleGrpc({ ...ports, admit }, peer.host, stream, headers);
}
