import { createHash, X509Certificate } from 'node:crypto';
import type { z } from 'zod';
import { hostUri } from '#contracts/gateway.ts';
import { DomainError } from '#domain/errors.ts';
import type { HostCertificate } from '#domain/host.ts';
import type { HostId } from '#domain/ids.ts';
import { parseJoinToken } from '#domain/join-token.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { JoinAnswer, joinRequestSchema } from '#schemas/gateway.ts';
import type { Peer } from '../guard.ts';
import { assertHostAddress } from './host-address.ts';

/** Signs for hosts; the file of the authority is its alone. */
export interface HostAuthority {
  issueClient(issue: {
    readonly request: string;
    readonly uri: string;
    readonly commonName: string;
    readonly days: number;
  }): Promise<string | undefined>;
}

export interface MembershipPorts {
  readonly hosts: Pick<HostStore, 'get' | 'list' | 'invited' | 'join' | 'renewCertificate'>;
  readonly authority: HostAuthority;
  readonly instance: { readonly id: string; readonly name: string };
  readonly namespace: string;
}

export type Membership = ReturnType<typeof createMembership>;

const certificateDays = 90;
/** Certificates of the last joins: a host whose answer was lost asks again, and must get the same. */
const rememberedJoins = 50;

/** How a machine becomes a host, and goes on being one. */
export function createMembership({ hosts, authority, instance, namespace }: MembershipPorts) {
  const issued = new Map<string, string>();
  const issue = async (host: HostId, request: string): Promise<string> => {
    const uri = hostUri(instance.id, host);
    const certificate = await authority.issueClient({
      request,
      uri,
      commonName: host,
      days: certificateDays,
    });
    if (certificate !== undefined) return certificate;
    throw new DomainError(
      'invalid-input',
      'The certificate request is not one that is signed by its own P-256 key.',
    );
  };
  return {
    /** `from`: the address of the connection's other end. Error: `join-refused`. */
    join: async (
      { token, request, address }: z.output<typeof joinRequestSchema>,
      from: string | undefined,
    ): Promise<JoinAnswer> => {
      const host = parseJoinToken(token)?.host;
      if (host === undefined) throw new DomainError('join-refused', 'That is no join token.');
      // Before anything is signed, or said of other hosts: whoever reaches the port can ask.
      if ((await hosts.invited(hashOf(token))) !== host) throw notInvited();
      assertHostAddress({ host, address, from }, await hosts.list());
      const attempt = hashOf(`${token}\n${request}`);
      const certificate = issued.get(attempt) ?? (await issue(host, request));
      const joined = await hosts.join({
        tokenHash: hashOf(token),
        certificate: factsOf(certificate),
        address,
      });
      remember(issued, attempt, certificate);
      if (joined.id === host) return { certificate, instance, host, namespace };
      throw notInvited();
    },
    /** A certificate for another key. The one in force stays so until the host comes with the new one. */
    renew: async (host: HostId, request: string) => ({ certificate: await issue(host, request) }),
    /**
     * Puts the certificate that the host comes with in the place of the one in force. Only of a later end than that one: what was
     * replaced, or belonged to a host of that name before, is never in force again. A repeat is success.
     */
    activate: async ({ host: id, fingerprint, expires }: Peer): Promise<object> => {
      const current = (await hosts.get(id))?.certificate;
      if (current?.fingerprint === fingerprint) return {};
      if (current === undefined || expires <= Date.parse(current.expires) || expires <= Date.now()) {
        throw new DomainError('unauthenticated', `The certificate of host ${id} cannot come into force.`);
      }
      const next = { fingerprint, expires: new Date(expires).toISOString() };
      await hosts.renewCertificate(id, current.fingerprint, next);
      return {};
    },
  };
}

function notInvited(): DomainError {
  return new DomainError('join-refused', 'The invitation is unknown, spent or expired.');
}

function factsOf(pem: string): HostCertificate {
  const { raw, validToDate } = new X509Certificate(pem);
  return { fingerprint: createHash('sha256').update(raw).digest('hex'), expires: validToDate.toISOString() };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function remember(issued: Map<string, string>, attempt: string, certificate: string): void {
  issued.set(attempt, certificate);
  const [oldest] = issued.keys();
  if (issued.size > rememberedJoins && oldest !== undefined) issued.delete(oldest);
}
