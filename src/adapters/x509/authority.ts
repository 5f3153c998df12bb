import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { createFileOnce, readFileIfPresent } from '#platform/files.ts';
import { type Authority, createAuthority, type KeyPair, openAuthority } from './certificates.ts';

const authorityDays = 20 * 365;
const keyPairSchema = z.strictObject({ key: z.string(), certificate: z.string() });

/**
 * The instance's own authority, made in an empty folder; of several processes one makes it for all. Key and certificate are one file,
 * so that there is never the one without the other. Error: `home-unusable` for a file that is damaged: made anew, it would shut
 * out every host.
 */
export async function ensureAuthority(folder: string, instance: string): Promise<Authority> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'authority.json');
  const text = (await readFileIfPresent(file)) ?? (await makeAuthority(file, instance));
  await chmod(file, 0o600);
  return openAuthority(parse(file, text));
}

async function makeAuthority(file: string, instance: string): Promise<string> {
  const made = JSON.stringify(await createAuthority(`Showrunner ${instance}`, authorityDays));
  await createFileOnce(file, `${made}\n`);
  return (await readFileIfPresent(file)) ?? made;
}

function parse(file: string, text: string): KeyPair {
  try {
    return keyPairSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new DomainError('home-unusable', `${file} holds no authority. Restore it: hosts trust no other.`, {
      cause: error,
    });
  }
}
