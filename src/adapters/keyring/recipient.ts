import { DomainError } from '#domain/errors.ts';
import type { RecipientSealer } from '#ports/credentials.ts';
import { sealTo } from './jwe.ts';

/** Seals for whoever sent a public key along with the request. */
export function createRecipientSealer(): RecipientSealer {
  return {
    seal: async (value, { kty, crv, x, y }) => {
      try {
        return await sealTo({ kty, crv, x, y }, value);
      } catch (cause) {
        throw new DomainError('invalid-input', 'The recipient’s key is not a point of P-256.', {
          cause,
          faults: [{ field: 'recipient', reason: 'must be a public key (JWK) of the curve P-256' }],
        });
      }
    },
  };
}
