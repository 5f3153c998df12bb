import { describe, expect, test } from 'vitest';
import { encodeSecret, qbittorrentHash } from '#adapters/keyring/encode.ts';
import { generateSecret } from '#adapters/keyring/generate.ts';

describe('generating a secret', () => {
  test.each([0, 1, 31, 32, 64])('a key of %i hexadecimal digits, lower case', (length) => {
    expect(generateSecret({ type: 'hex', length })).toMatch(new RegExp(`^[0-9a-f]{${length}}$`));
  });

  test('a password has the asked length and no letter that looks like another', () => {
    const password = generateSecret({ type: 'password', length: 5000 });
    expect(password).toMatch(/^[A-Za-z2-9]{5000}$/);
    expect(password).not.toMatch(/[IOlo01]/);
  });

  test('every letter of a password is as likely as any other', () => {
    const counts = new Map<string, number>();
    for (const letter of generateSecret({ type: 'password', length: 56_000 })) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(56);
    // 1000 of each are expected; 200 more or less is more than six standard deviations.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });

  test('two values are never the same', () => {
    const values = Array.from({ length: 1000 }, () => generateSecret({ type: 'hex', length: 32 }));
    expect(new Set(values).size).toBe(1000);
  });

  test.each(['entered', 'obtained'] as const)('one that is %s is not made here', (type) => {
    expect(() => generateSecret({ type })).toThrow(expect.objectContaining({ code: 'secret-missing' }));
  });
});

describe('encoding a secret', () => {
  test('plain is the value as it is', () => {
    expect(encodeSecret('adminadmin', 'plain')).toBe('adminadmin');
  });

  test('qBittorrent’s password hash is what qBittorrent itself made of the same password and salt', () => {
    const salt = Buffer.from('ARQ77eY1NUZaQsuDHbIMCA==', 'base64');
    expect(qbittorrentHash('adminadmin', salt)).toBe(
      'ARQ77eY1NUZaQsuDHbIMCA==:0WMRkYTUWVT9wVvdDtHAjU9b3b7uB8NR1Gur2hmQCvCDpm39Q+PsJRJPaCU51dEiz+dTzh8qbPsL8WkFljQYFQ==',
    );
  });

  test('qBittorrent’s password hash has a salt of its own each time', () => {
    const [one, two] = [1, 2].map(() => encodeSecret('adminadmin', 'qbittorrent-pbkdf2'));
    expect(one).toMatch(/^[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]{86}==$/);
    expect(one).not.toBe(two);
  });
});
