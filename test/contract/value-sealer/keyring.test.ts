import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompactEncrypt,
  compactDecrypt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecipientSealer } from '#adapters/keyring/recipient.ts';
import { createOpener, createSealer, ensureSealingKeys } from '#adapters/keyring/sealing.ts';
import { valueSealerContract } from './suite.ts';

valueSealerContract('keyring', async () => {
  const root = await mkdtemp(join(tmpdir(), 'showrunner-sealing-'));
  const { keyring, publicKey } = places(root);
  await ensureSealingKeys(keyring, publicKey);
  return {
    sealer: createSealer(publicKey),
    opener: createOpener(keyring),
    close: () => rm(root, { recursive: true }),
  };
});

describe('sealing keys', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'showrunner-sealing-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  test('are made once, also when many processes make them at once; only the public one leaves the keyring', async () => {
    const { keyring, publicKey } = places(root);
    await Promise.all(Array.from({ length: 8 }, () => ensureSealingKeys(keyring, publicKey)));
    const before = await readFile(publicKey, 'utf8');
    await ensureSealingKeys(keyring, publicKey);
    expect(await readFile(publicKey, 'utf8')).toBe(before);
    expect(Object.keys(JSON.parse(before)).toSorted()).toEqual(['crv', 'kid', 'kty', 'x', 'y']);
    expect(await readdir(join(keyring, 'sealing'))).toEqual(['1.json']);
    expect((await stat(join(keyring, 'sealing', '1.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(keyring, 'sealing'))).mode & 0o777).toBe(0o700);
  });

  test('a newer key is used for what is sealed from then on, and the older one still opens what it sealed', async () => {
    const { keyring, publicKey } = places(root);
    await ensureSealingKeys(keyring, publicKey);
    const [sealer, opener] = [createSealer(publicKey), createOpener(keyring)];
    const old = await sealer.seal('old');
    expect(await opener.open(old)).toBe('old');
    await addKey(root, keyring);
    await ensureSealingKeys(keyring, publicKey);
    const young = await sealer.seal('young');
    expect(decodeProtectedHeader(young).kid).not.toBe(decodeProtectedHeader(old).kid);
    expect([await opener.open(young), await opener.open(old)]).toEqual(['young', 'old']);
  });

  test('another keyring’s workers cannot open it', async () => {
    const [mine, theirs] = [places(root), places(await mkdtemp(join(root, 'other-')))];
    await ensureSealingKeys(mine.keyring, mine.publicKey);
    await ensureSealingKeys(theirs.keyring, theirs.publicKey);
    const sealed = await createSealer(mine.publicKey).seal('mine');
    await expect(createOpener(theirs.keyring).open(sealed)).rejects.toMatchObject({
      code: 'secret-unreadable',
      message: expect.stringContaining('does not have'),
    });
  });

  test('only the agreed algorithms are accepted', async () => {
    const { keyring, publicKey } = places(root);
    await ensureSealingKeys(keyring, publicKey);
    const key = JSON.parse(await readFile(publicKey, 'utf8'));
    const weaker = await new CompactEncrypt(new TextEncoder().encode('x'))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128CBC-HS256', kid: key.kid })
      .encrypt(await importJWK(key, 'ECDH-ES'));
    await expect(createOpener(keyring).open(weaker)).rejects.toMatchObject({ code: 'secret-unreadable' });
  });

  test('sealing before the workers have made their key is an outage, and works once they have', async () => {
    const { keyring, publicKey } = places(root);
    const sealer = createSealer(publicKey);
    await expect(sealer.seal('x')).rejects.toMatchObject({ code: 'secret-store-unreachable' });
    await ensureSealingKeys(keyring, publicKey);
    expect(await createOpener(keyring).open(await sealer.seal('x'))).toBe('x');
  });

  test('a broken key file is named, without its content', async () => {
    const { keyring, publicKey } = places(root);
    await ensureSealingKeys(keyring, publicKey);
    const sealed = await createSealer(publicKey).seal('x');
    await writeFile(join(keyring, 'sealing', '1.json'), '{"d":"canary-4711"}');
    const error = await createOpener(keyring)
      .open(sealed)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'secret-unreadable', message: expect.stringContaining('1.json') });
    expect(String(error)).not.toContain('canary');
  });
});

describe('sealing for a recipient', () => {
  test('only the recipient’s key opens it', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const { x = '', y = '' } = await exportJWK(publicKey);
    const sealed = await createRecipientSealer().seal('login', { kty: 'EC', crv: 'P-256', x, y });
    const { plaintext } = await compactDecrypt(sealed, privateKey);
    expect(new TextDecoder().decode(plaintext)).toBe('login');
  });

  test('a key that is no point of the curve is invalid', async () => {
    const nothing = Buffer.alloc(32, 1).toString('base64url');
    const seal = createRecipientSealer().seal('login', { kty: 'EC', crv: 'P-256', x: nothing, y: nothing });
    await expect(seal).rejects.toMatchObject({ code: 'invalid-input', faults: [{ field: 'recipient' }] });
  });
});

function places(root: string) {
  return { keyring: join(root, 'keyring'), publicKey: join(root, 'sealing-key.json') };
}

/** What a rotation of the sealing key will do. */
async function addKey(root: string, keyring: string): Promise<void> {
  const other = places(await mkdtemp(join(root, 'other-')));
  await ensureSealingKeys(other.keyring, other.publicKey);
  await rename(join(other.keyring, 'sealing', '1.json'), join(keyring, 'sealing', '2.json'));
}
