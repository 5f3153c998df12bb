import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { gatewayName } from '#contracts/gateway.ts';
import { DomainError } from '#domain/errors.ts';
import { tlsFault } from './tls-faults.ts';

export interface FoundAuthority {
  /** The authority's certificate in PEM: from now on nobody else is trusted. */
  readonly authority: string;
  /** This machine's own address on the way to the gateway. */
  readonly localAddress: string;
}

const connectMs = 10_000;
const longestChain = 4;

/**
 * Looks whom the gateway names as its authority, and tells it nothing. Errors: `join-refused` where it is another than the token
 * names; `temporal-unreachable` where nothing answers.
 */
export async function findAuthority(address: string, fingerprint: string): Promise<FoundAuthority> {
  const at = address.lastIndexOf(':');
  const socket = connect({
    host: address.slice(0, at),
    port: Number(address.slice(at + 1)),
    servername: gatewayName,
    minVersion: 'TLSv1.3',
    ALPNProtocols: ['h2'],
    // Nobody is trusted yet. What is presented is compared with the token; the token itself goes over a connection that was checked.
    rejectUnauthorized: false,
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(connectMs) });
    const authority = chainOf(socket).find(({ raw }) => hashOf(raw) === fingerprint);
    if (authority === undefined) throw another(address);
    return { authority: toPem(authority.raw), localAddress: socket.localAddress ?? '' };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const fault = tlsFault(error);
    const why = fault === undefined ? '' : `: ${fault}`;
    const message = `No gateway of a control plane answers at ${address}${why}.`;
    throw new DomainError('temporal-unreachable', message, { cause: error });
  } finally {
    socket.destroy();
  }
}

/** The last certificate of a chain names itself as its issuer. */
function chainOf(socket: TLSSocket): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.raw !== undefined && chain.length < longestChain && !chain.includes(next)) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

function hashOf(raw: Buffer): string {
  return createHash('sha256').update(raw).digest('hex');
}

function toPem(raw: Buffer): string {
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function another(address: string): DomainError {
  return new DomainError(
    'join-refused',
    `Whoever answers at ${address} is not the control plane that the token is of; the token was not sent.`,
  );
}
