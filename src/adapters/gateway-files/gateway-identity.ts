import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { decodeFields } from '#platform/decode.ts';
import { readFileIfPresent } from '#platform/files.ts';
import type { GatewayFacts, GatewayIdentity } from '#ports/gateway-identity.ts';

const factsSchema = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  address: z.string().regex(/^[^\s:]+:\d{1,5}$/),
});

/** The file that the gateway writes at its start. It is read anew each time: the gateway may be another one by now. */
export function createGatewayIdentity(file: string): GatewayIdentity {
  return {
    read: async () => {
      const text = await readFileIfPresent(file);
      return text === undefined ? undefined : decode(file, text);
    },
  };
}

function decode(file: string, text: string): GatewayFacts {
  const parsed = factsSchema.safeParse(decodeFields(text));
  if (parsed.success) return parsed.data;
  throw new DomainError('home-unusable', `${file} does not say by what the gateway is known.`);
}
