import { DomainError } from '#domain/errors.ts';
import {
  parseSecretReference,
  type SecretPath,
  type SecretReference,
  secretReference,
} from '#domain/secret.ts';
import type { SecretStore } from '#ports/secret-store.ts';

export interface MemorySecretStore extends SecretStore {
  /** Every path that has a value. */
  paths(): readonly SecretPath[];
  /** A new version, as a rotation would make it. */
  put(path: SecretPath, value: string): Promise<SecretReference>;
}

interface Version {
  readonly value: string;
  readonly origin: string;
}

/** Versions in memory, with the port's rules. */
export function createMemorySecretStore(): MemorySecretStore {
  const stored = new Map<SecretPath, readonly Version[]>();
  const versionsOf = (path: SecretPath): readonly Version[] => stored.get(path) ?? [];
  const write: SecretStore['write'] = async (path, value, { expected, origin }) => {
    const versions = versionsOf(path);
    if (versions.length !== expected) throw new DomainError('secret-conflict', `${path} changed.`);
    stored.set(path, [...versions, { value, origin }]);
    return secretReference(path, expected + 1);
  };
  return {
    write,
    paths: () => [...stored.keys()],
    put: (path, value) => write(path, value, { expected: versionsOf(path).length, origin: 'test' }),
    async versions(owner) {
      const own = [...stored].filter(([path]) => path.startsWith(`${owner}/`));
      return new Map(own.map(([path, versions]) => [path, versions.length]));
    },
    async read(reference) {
      const { path, version } = parseSecretReference(reference);
      const found = versionsOf(path)[version - 1];
      if (found === undefined) throw new DomainError('secret-missing', `${reference} is not stored.`);
      return found.value;
    },
    async readNewest(path) {
      const versions = versionsOf(path);
      const newest = versions.at(-1);
      if (newest === undefined) return undefined;
      return { value: newest.value, reference: secretReference(path, versions.length) };
    },
    originOf: async (path) => versionsOf(path).at(-1)?.origin,
    async remove(path) {
      stored.delete(path);
    },
  };
}
