import { randomBytes, randomInt } from 'node:crypto';
import { DomainError } from '#domain/errors.ts';
import type { SecretGenerator } from '#domain/secret.ts';

/** A new value; `length` counts characters. Error: `secret-missing` for a kind of secret that is not made here. */
export function generateSecret(generator: SecretGenerator): string {
  switch (generator.type) {
    case 'hex':
      return randomBytes(Math.ceil(generator.length / 2))
        .toString('hex')
        .slice(0, generator.length);
    case 'password':
      return Array.from({ length: generator.length }, randomLetter).join('');
    case 'entered':
      throw new DomainError('secret-missing', 'A person must enter this secret; it is not generated.');
    case 'obtained':
      throw new DomainError('secret-missing', 'The program itself makes this secret; it is not generated.');
  }
}

/** No two letters that look alike (0 O o, 1 l I), and none that a shell, a URL or an INI file reads as something else. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** `randomInt` is uniform; a remainder of random bytes would prefer the first letters. */
function randomLetter(): string {
  return alphabet.charAt(randomInt(alphabet.length));
}
