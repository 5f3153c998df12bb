import type { SecretPath, SecretReference } from '#domain/secret.ts';

/**
 * Versioned secrets. Two adapters, one contract suite. Errors: `secret-missing`, `secret-unreadable`, `secret-conflict`,
 * `secret-store-unreachable`.
 */
export interface SecretStore {
  /** Newest version of each path that begins with `<owner>/`; metadata only, no value is read. */
  versions(owner: string): Promise<ReadonlyMap<SecretPath, number>>;
  /** The value of exactly this version. */
  read(reference: SecretReference): Promise<string>;
  /** The newest version, or undefined when there is none. */
  readNewest(
    path: SecretPath,
  ): Promise<{ readonly value: string; readonly reference: SecretReference } | undefined>;
  /**
   * Writes a new version if the newest is still `expected` (0 for none), else `secret-conflict`. `origin` names the task, so
   * that an undo can tell its own write.
   */
  write(
    path: SecretPath,
    value: string,
    options: { readonly expected: number; readonly origin: string },
  ): Promise<SecretReference>;
  /** Origin of the newest version, or undefined. */
  originOf(path: SecretPath): Promise<string | undefined>;
  /** Removes every version. A path that is not there is success. */
  remove(path: SecretPath): Promise<void>;
}

/** What activities on a host need of it. */
export type HostSecrets = Pick<SecretStore, 'versions' | 'read' | 'readNewest' | 'write' | 'remove'>;
