import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { DomainError, type Fault } from '#domain/errors.ts';
import { labelCountFault, labelFaults, refuseLabels } from '#domain/host-labels.ts';
import type { HostId } from '#domain/ids.ts';
import { formatJoinToken } from '#domain/join-token.ts';
import type { GatewayFacts } from '#ports/gateway-identity.ts';
import type { invitationRequestSchema } from '#schemas/api/host.ts';
import { sha256 } from '../digest.ts';
import type { Ports } from '../ports.ts';

export interface Invitation {
  readonly host: HostId;
  readonly token: string;
  readonly expires: string;
  readonly address: string;
}

type Needs = Pick<Ports, 'hostStore' | 'gateway'>;
type Request = z.output<typeof invitationRequestSchema>;

/**
 * A token with which one host may join, once. It is in the answer alone: what is kept is its hash. Errors: `invalid-input`,
 * `name-taken`, or `not-found` and `host-local` for an invitation `again`; `no-gateway`.
 */
export async function inviteHost(ports: Needs, request: Request): Promise<Invitation> {
  const { host, labels, expiresInMinutes, again } = request;
  refuseLabels([
    ...labelFaults(labels),
    ...[labelCountFault(labels), labelsAgainFault(request)].filter((fault) => fault !== undefined),
  ]);
  assertName(host);
  const { fingerprint: authority, address } = await findGateway(ports);
  const secret = randomBytes(32).toString('base64url');
  const token = formatJoinToken({ host, secret, authority });
  const expires = new Date(Date.now() + expiresInMinutes * 60_000).toISOString();
  await ports.hostStore.invite({ host, tokenHash: sha256(token), expires, labels, again });
  return { host, token, expires, address };
}

/** Its labels are what they are; another request changes them. */
function labelsAgainFault({ labels, again }: Request): Fault | undefined {
  if (!again || Object.keys(labels).length === 0) return undefined;
  return { field: 'labels', reason: 'are kept when a host is invited again; change them by themselves' };
}

/** A host of this name would lie behind the address at which hosts are invited. */
function assertName(host: HostId): void {
  if (host !== 'invitations') return;
  const faults = [{ field: 'host', reason: 'is a word of the API' }];
  throw new DomainError('invalid-input', 'No host can be called "invitations".', { faults });
}

async function findGateway({ gateway }: Needs): Promise<GatewayFacts> {
  const facts = await gateway.read();
  if (facts !== undefined) return facts;
  throw new DomainError('no-gateway', 'No host can be invited: no gateway runs that it could join through.');
}
