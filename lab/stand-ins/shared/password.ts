import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

/** `salt:hash`. Another one each time, so that a new hash shows that somebody set a password. */
export function hashPassword(password: string, salt = randomBytes(16).toString('hex')): string {
  return `${salt}:${scryptSync(password, salt, 32).toString('hex')}`;
}

export function isPassword(password: string, hash: string): boolean {
  const salt = hash.split(':')[0] ?? '';
  return salt !== '' && timingSafeEqual(Buffer.from(hashPassword(password, salt)), Buffer.from(hash));
}
