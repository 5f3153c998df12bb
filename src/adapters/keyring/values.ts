import type { SecretValues } from '#ports/secret-values.ts';
import { encodeSecret } from './encode.ts';
import { generateSecret } from './generate.ts';

export const secretValues: SecretValues = { generate: generateSecret, encode: encodeSecret };
