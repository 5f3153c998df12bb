import { randomUUID } from 'node:crypto';
import { DomainError } from '#domain/errors.ts';
import type { ValueOpener, ValueSealer } from '#ports/value-sealer.ts';

/** Seals without cryptography: what it gives looks like a compact JWE and holds nothing of the value. */
export function createMemorySealer(): ValueSealer & ValueOpener {
  const values = new Map<string, string>();
  return {
    seal: async (value) => {
      const sealed = `memory..${randomUUID()}.${randomUUID()}.tag`;
      values.set(sealed, value);
      return sealed;
    },
    open: async (sealed) => {
      const value = values.get(sealed);
      if (value === undefined) {
        throw new DomainError('secret-unreadable', 'This value was not sealed here, or was altered.');
      }
      return value;
    },
  };
}
