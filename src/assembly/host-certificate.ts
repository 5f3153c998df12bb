import { X509Certificate } from 'node:crypto';
import { createGatewayClient } from '#adapters/gateway/client.ts';
import { membership } from '#adapters/gateway/membership.ts';
import { createRequest } from '#adapters/x509/certificates.ts';
import { DomainError, isDomainError } from '#domain/errors.ts';
import type { HostCapacity } from '#domain/host.ts';
import type { HomePaths } from '#platform/home-paths.ts';
import {
  type JoinedCredentials,
  type JoinedHost,
  readCredentials,
  readNextCredentials,
  removeNextCredentials,
  writeCredentials,
  writeNextCredentials,
} from '#platform/joined-host.ts';

/** Says hello with what the host is good for. Errors: `temporal-unreachable`; `unauthenticated` once it was removed. */
export async function greet(
  joined: JoinedHost,
  own: JoinedCredentials,
  capacity: HostCapacity,
): Promise<void> {
  const client = createGatewayClient(joined.gateway, own);
  try {
    await membership.hello(client, capacity);
  } finally {
    client.close();
  }
}

/**
 * The credentials to be used from now on, with another key once two thirds of the certificate's time are over. Broken off anywhere, the next
 * call goes on: what is new lies beside what is in use until the gateway has put it into force. Errors:
 * `temporal-unreachable`; `unauthenticated` with the time where the certificate has run out.
 */
export async function currentCredentials(paths: HomePaths, joined: JoinedHost): Promise<JoinedCredentials> {
  const own = await readCredentials(paths);
  const kept = await readNextCredentials(paths);
  if (kept === undefined) requireUnexpired(joined, own);
  const next = kept ?? (await renewed(paths, joined, own));
  if (next === undefined) return own;
  if (!(await isActivated(joined, next))) {
    await removeNextCredentials(paths);
    return own;
  }
  await writeCredentials(paths, next);
  await removeNextCredentials(paths);
  return next;
}

/** When two thirds of its time are over. */
export function isDue(certificate: string, now: number = Date.now()): boolean {
  const { validFromDate, validToDate } = new X509Certificate(certificate);
  const [from, to] = [validFromDate.getTime(), validToDate.getTime()];
  return now >= from + ((to - from) * 2) / 3;
}

/** The gateway would refuse it like one that was taken back, which is another matter. */
function requireUnexpired({ host }: JoinedHost, { certificate }: JoinedCredentials): void {
  const { validToDate } = new X509Certificate(certificate);
  const now = new Date();
  if (now <= validToDate) return;
  const [expired, clock] = [validToDate.toISOString(), now.toISOString()];
  const message = `The certificate of host ${host} expired on ${expired}; this machine’s clock says ${clock}.`;
  throw new DomainError('unauthenticated', message, { data: { expired } });
}

async function renewed(
  paths: HomePaths,
  joined: JoinedHost,
  own: JoinedCredentials,
): Promise<JoinedCredentials | undefined> {
  if (!isDue(own.certificate)) return undefined;
  const { key, request } = await createRequest(joined.host);
  const client = createGatewayClient(joined.gateway, own);
  try {
    const certificate = await membership.renew(client, key, request);
    const next = { key, certificate, authority: own.authority };
    await writeNextCredentials(paths, next);
    return next;
  } finally {
    client.close();
  }
}

/** False where the gateway refuses them: what was begun long ago is overtaken, and begun anew. */
async function isActivated(joined: JoinedHost, next: JoinedCredentials): Promise<boolean> {
  const client = createGatewayClient(joined.gateway, next);
  try {
    await membership.activate(client);
    return true;
  } catch (error) {
    if (isDomainError(error) && error.code === 'unauthenticated') return false;
    throw error;
  } finally {
    client.close();
  }
}
