import type { z } from 'zod';
import { gatewayPaths } from '#contracts/gateway.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import { type SecretCall, secretAnswers } from '#schemas/gateway.ts';
import type { GatewayClient } from './client.ts';

/** The control plane's secret store, as far as this host may reach it. */
export function createRemoteSecretStore(gateway: GatewayClient): HostSecrets {
  const call = <Answer extends z.ZodType>(answer: Answer, body: SecretCall) =>
    gateway.post({ path: gatewayPaths.secrets, body, answer, outage: 'secret-store-unreachable' });
  return {
    versions: async (owner) => {
      const { versions } = await call(secretAnswers.versions, { method: 'versions', owner });
      return new Map(versions);
    },
    read: async (reference) => (await call(secretAnswers.read, { method: 'read', reference })).value,
    readNewest: async (path) => {
      const { newest } = await call(secretAnswers.readNewest, { method: 'readNewest', path });
      return newest ?? undefined;
    },
    write: async (path, value, { expected, origin }) => {
      const body = { method: 'write', path, value, expected, origin } as const;
      return (await call(secretAnswers.write, body)).reference;
    },
    remove: async (path) => void (await call(secretAnswers.remove, { method: 'remove', path })),
  };
}
