import { createHash, randomBytes } from 'node:crypto';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { createFileOnce, hasCode, readFileIfPresent } from '#platform/files.ts';
import { type Box, box, unbox } from './box.ts';

/** Encrypts data keys and nothing else. */
export interface MasterKey {
  /** Says which key it is without saying anything of it. */
  readonly id: string;
  wrap(dataKey: Uint8Array, bound: Uint8Array): Box;
  /** Throws where the data key was wrapped by another key, or for something else. */
  unwrap(wrapped: Box, bound: Uint8Array): Buffer;
}

/**
 * Reads the master key; makes it in an empty keyring, where of several processes one makes it for all. It is never made anew
 * beside secrets that a lost one has encrypted: error `secret-unreadable`.
 */
export async function openMasterKey(folder: string): Promise<MasterKey> {
  const file = join(folder, 'master.key');
  const text = (await readFileIfPresent(file)) ?? (await makeKey(folder, file));
  await chmod(file, 0o600);
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw new DomainError('secret-unreadable', `${file} is not a master key.`);
  return {
    id: createHash('sha256').update('showrunner-master-key-id').update(key).digest('hex').slice(0, 16),
    wrap: (dataKey, bound) => box(key, dataKey, bound),
    unwrap: (wrapped, bound) => unbox(key, wrapped, bound),
  };
}

async function makeKey(folder: string, file: string): Promise<string> {
  const inUse = await holdsSecrets(folder);
  // Another process may have made the key, and written with it, since this one looked.
  const made = await readFileIfPresent(file);
  if (made !== undefined) return made;
  if (inUse) {
    throw new DomainError('secret-unreadable', `${file} is missing, and the secrets beside it need it.`);
  }
  await createFileOnce(file, `${randomBytes(32).toString('base64')}\n`);
  return (await readFileIfPresent(file)) ?? '';
}

async function holdsSecrets(folder: string): Promise<boolean> {
  try {
    const names = await readdir(join(folder, 'secrets'), { recursive: true });
    return names.some((name) => /\/[1-9]\d*\.json$/.test(name));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
