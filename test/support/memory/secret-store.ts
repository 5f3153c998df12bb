import { DomainError } from '#domain/errors.ts';
import { parseSecretReference, type SecretPath, secretPath, secretReference } from '#domain/secret.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import { createAvailability, type Outage } from './availability.ts';

export interface MemorySecretStore extends SecretStore {
  readonly outage: Outage;
}

interface Version {
  readonly value: string;
  readonly origin: string;
}

/** Versioned secrets in memory. */
export function createMemorySecretStore(): MemorySecretStore {
  const { call, ...outage } = createAvailability('secret-store-unreachable', 'The memory secret store');
  const secrets = new Map<SecretPath, readonly Version[]>();
  const versionsOf = (path: SecretPath) => secrets.get(checked(path)) ?? [];
  return {
    outage,
    versions: (owner) =>
      call(() => {
        const prefix = secretPath(owner, 'any').slice(0, -'any'.length);
        const mine = [...secrets].filter(([path]) => path.startsWith(prefix));
        return new Map(mine.map(([path, versions]) => [path, versions.length] as const).toSorted());
      }),
    read: (reference) =>
      call(() => {
        const { path, version } = parseSecretReference(reference);
        const found = versionsOf(path)[version - 1];
        if (found === undefined) throw new DomainError('secret-missing', `${reference} is not in memory.`);
        return found.value;
      }),
    readNewest: (path) =>
      call(() => {
        const versions = versionsOf(path);
        const newest = versions.at(-1);
        return newest && { value: newest.value, reference: secretReference(path, versions.length) };
      }),
    write: (path, value, { expected, origin }) =>
      call(() => {
        const versions = versionsOf(path);
        if (versions.length !== expected) throw conflict(path, expected, versions.length);
        secrets.set(path, [...versions, { value, origin }]);
        return secretReference(path, expected + 1);
      }),
    originOf: (path) => call(() => versionsOf(path).at(-1)?.origin),
    remove: (path) =>
      call(() => {
        secrets.delete(checked(path));
      }),
  };
}

function checked(path: SecretPath): SecretPath {
  const [owner = '', name = ''] = path.split('/');
  if (secretPath(owner, name) === path) return path;
  throw new DomainError('invalid-input', 'That is not a secret path.');
}

function conflict(path: SecretPath, expected: number, newest: number): DomainError {
  const detail = `The newest version of ${path} is ${newest}, not ${expected}.`;
  return new DomainError('secret-conflict', detail, { data: { path, expected, newest } });
}
