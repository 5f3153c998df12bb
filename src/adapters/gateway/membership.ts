import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { gatewayPaths } from '#contracts/gateway.ts';
import { DomainError } from '#domain/errors.ts';
import type { HostCapacity } from '#domain/host.ts';
import { certificateAnswerSchema, type JoinAnswer, joinAnswerSchema } from '#schemas/gateway.ts';
import type { GatewayClient } from './client.ts';

const outage = 'temporal-unreachable';
const nothing = z.object({});

/** What a host says to the gateway of itself. Errors of all: `temporal-unreachable`, and `unauthenticated` once it was removed. */
export const membership = {
  /** Error: `join-refused`. The certificate is checked to be for this key. */
  join: async (
    gateway: GatewayClient,
    key: string,
    body: { readonly token: string; readonly request: string; readonly address: string },
  ): Promise<JoinAnswer> => {
    const answer = await gateway.post({ path: gatewayPaths.join, body, answer: joinAnswerSchema, outage });
    requireMatch(answer.certificate, key);
    return answer;
  },
  /** A certificate for another key; see `activate`. */
  renew: async (gateway: GatewayClient, key: string, request: string): Promise<string> => {
    const post = {
      path: gatewayPaths.renew,
      body: { request },
      answer: certificateAnswerSchema,
      outage,
    } as const;
    const { certificate } = await gateway.post(post);
    requireMatch(certificate, key);
    return certificate;
  },
  /** Puts the certificate of this connection into force, in the place of the one before; a repeat is success. */
  activate: async (gateway: GatewayClient): Promise<void> => {
    await gateway.post({ path: gatewayPaths.activate, body: {}, answer: nothing, outage });
  },
  hello: async (gateway: GatewayClient, capacity: HostCapacity): Promise<void> => {
    await gateway.post({ path: gatewayPaths.hello, body: capacity, answer: nothing, outage });
  },
};

function requireMatch(certificate: string, key: string): void {
  if (new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) return;
  throw new DomainError('join-refused', 'The control plane signed for another key than this machine’s.');
}
