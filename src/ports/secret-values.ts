import type { SecretEncoding, SecretGenerator } from '#domain/secret.ts';

/** Makes values, and writes them the way a program wants to read them. Pure but for the randomness. */
export interface SecretValues {
  generate(generator: SecretGenerator): string;
  encode(value: string, encoding: SecretEncoding): string;
}
