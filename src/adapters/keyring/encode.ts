import { pbkdf2Sync, randomBytes } from 'node:crypto';
import type { SecretEncoding } from '#domain/secret.ts';

/** Writes a value the way a program wants to read it. */
export function encodeSecret(value: string, encoding: SecretEncoding): string {
  switch (encoding) {
    case 'plain':
      return value;
    case 'qbittorrent-pbkdf2':
      return qbittorrentHash(value, randomBytes(16));
  }
}

/**
 * `<salt>:<key>`, as it stands in `WebUI\Password_PBKDF2="@ByteArray(…)"` of qBittorrent.conf: PBKDF2 with HMAC-SHA-512 and
 * 100,000 rounds (qBittorrent, src/base/utils/password.cpp). It takes some 50 ms.
 */
export function qbittorrentHash(password: string, salt: Buffer): string {
  const key = pbkdf2Sync(password, salt, 100_000, 64, 'sha512');
  return `${salt.toString('base64')}:${key.toString('base64')}`;
}
