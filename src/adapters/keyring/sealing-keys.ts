import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { createFileOnce, readFileIfPresent } from '#platform/files.ts';
import { ensureFolder } from './folders.ts';
import { keyAgreement } from './jwe.ts';

const point = z.string().regex(/^[\w-]{43}$/);

export const publicKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: point,
  y: point,
  /** The key's thumbprint (RFC 7638). */
  kid: z.string().min(1),
});
export const privateKeySchema = publicKeySchema.extend({ d: point });

export type PublicKey = z.infer<typeof publicKeySchema>;
export type PrivateKey = z.infer<typeof privateKeySchema>;

/** The workers' private keys, the oldest first: `<keyring>/sealing/<number>.json`. A key with a higher number takes the place of the others for what is sealed from then on. */
export async function readSealingKeys(keyringFolder: string): Promise<readonly PrivateKey[]> {
  const folder = sealingFolder(keyringFolder);
  const numbers = (await readdir(folder)).flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []);
  const files = numbers.map(Number).toSorted((one, other) => one - other);
  return Promise.all(files.map((number) => readKey(join(folder, `${number}.json`))));
}

/** Makes the first key unless there is one; of several processes one makes it for all. */
export async function ensureFirstKey(keyringFolder: string): Promise<void> {
  const folder = sealingFolder(keyringFolder);
  await ensureFolder(keyringFolder, folder);
  if ((await readdir(folder)).some((name) => name.endsWith('.json') && !name.startsWith('.'))) return;
  await createFileOnce(join(folder, '1.json'), `${JSON.stringify(await makeKey())}\n`);
}

function sealingFolder(keyringFolder: string): string {
  return join(keyringFolder, 'sealing');
}

async function makeKey(): Promise<PrivateKey> {
  const { privateKey } = await generateKeyPair(keyAgreement, { crv: 'P-256', extractable: true });
  const key = await exportJWK(privateKey);
  return privateKeySchema.parse({ ...key, kid: await calculateJwkThumbprint(key) });
}

async function readKey(file: string): Promise<PrivateKey> {
  const parsed = parseKeyFile((await readFileIfPresent(file)) ?? '', privateKeySchema);
  if (parsed === undefined) throw new DomainError('secret-unreadable', `${file} is not a sealing key.`);
  return parsed;
}

/** Nothing where the text is not such a key; what is wrong with it is not told, for it may be a private one. */
export function parseKeyFile<Key>(text: string, schema: z.ZodType<Key>): Key | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
