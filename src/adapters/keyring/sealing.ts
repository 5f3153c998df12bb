import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';
import { DomainError } from '#domain/errors.ts';
import { readFileIfPresent, writeFileAtomically } from '#platform/files.ts';
import type { ValueOpener, ValueSealer } from '#ports/value-sealer.ts';
import { contentEncryption, keyAgreement, sealTo } from './jwe.ts';
import {
  ensureFirstKey,
  type PrivateKey,
  type PublicKey,
  parseKeyFile,
  publicKeySchema,
  readSealingKeys,
} from './sealing-keys.ts';
import { inStore } from './store-errors.ts';

/** Makes the workers' key pair unless it is there, and puts the newest public key where the API reads it. */
export async function ensureSealingKeys(keyringFolder: string, publicKeyFile: string): Promise<void> {
  await inStore(keyringFolder, async () => {
    await ensureFirstKey(keyringFolder);
    const newest = (await readSealingKeys(keyringFolder)).at(-1);
    const text = `${JSON.stringify(publicKeySchema.parse(newest))}\n`;
    if ((await readFileIfPresent(publicKeyFile)) !== text) {
      await writeFileAtomically(publicKeyFile, text, 0o644);
    }
  });
}

/** Seals with the key that is in the file at that moment: the workers may make it, or a newer one, after the API's start. */
export function createSealer(publicKeyFile: string): ValueSealer {
  return {
    seal: async (value) => {
      const key = await inStore(publicKeyFile, () => readPublicKey(publicKeyFile));
      return sealTo(key, value, key.kid);
    },
  };
}

/** Opens what was sealed to any of the workers' keys, also to one that was made after the opener. */
export function createOpener(keyringFolder: string): ValueOpener {
  let keys: readonly PrivateKey[] = [];
  const find = async (kid: string) => {
    if (!keys.some((key) => key.kid === kid)) {
      keys = await inStore(keyringFolder, () => readSealingKeys(keyringFolder));
    }
    return keys.find((key) => key.kid === kid);
  };
  return {
    open: async (sealed) => {
      const key = await find(kidOf(sealed));
      if (key === undefined) throw unreadable('it was sealed to a key that this keyring does not have');
      return decrypt(sealed, key);
    },
  };
}

async function readPublicKey(file: string): Promise<PublicKey> {
  const text = await readFileIfPresent(file);
  const key = text === undefined ? undefined : parseKeyFile(text, publicKeySchema);
  if (key !== undefined) return key;
  const reason = text === undefined ? 'the workers have not made it yet' : 'the file holds something else';
  throw new DomainError('secret-store-unreachable', `There is no public key in ${file}: ${reason}.`);
}

function kidOf(sealed: string): string {
  try {
    return decodeProtectedHeader(sealed).kid ?? '';
  } catch {
    throw unreadable('it is not a sealed value');
  }
}

/** The library's own error is left behind: nothing of the value may travel in a message. */
async function decrypt(sealed: string, key: PrivateKey): Promise<string> {
  try {
    const { plaintext } = await compactDecrypt(sealed, await importJWK(key, keyAgreement), {
      keyManagementAlgorithms: [keyAgreement],
      contentEncryptionAlgorithms: [contentEncryption],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    throw unreadable('it was altered');
  }
}

function unreadable(reason: string): DomainError {
  return new DomainError('secret-unreadable', `A sealed value cannot be opened: ${reason}.`);
}
