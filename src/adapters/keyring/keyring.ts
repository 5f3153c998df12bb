import { randomBytes } from 'node:crypto';
import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import {
  parseSecretReference,
  type SecretPath,
  type SecretReference,
  secretReference,
} from '#domain/secret.ts';
import { createFileOnce, hasCode } from '#platform/files.ts';
import type { SecretStore } from '#ports/secret-store.ts';
import { type OpenedSecret, openEnvelope, sealEnvelope } from './envelope.ts';
import { ensureFolder, syncFolder } from './folders.ts';
import { type MasterKey, openMasterKey } from './master-key.ts';
import { createSecretFiles, type SecretFiles } from './secret-files.ts';
import { inStore } from './store-errors.ts';
import { sweepLeftovers } from './sweep.ts';

/**
 * Secrets as encrypted files, one per version, below `folder`. Any number of processes may use it at once: that a version's
 * file can be created only once is what makes `write` a compare-and-set.
 */
export async function createKeyring(folder: string): Promise<SecretStore> {
  return inStore(folder, async () => {
    await ensureFolder(folder);
    await chmod(folder, 0o700);
    const key = await openMasterKey(folder);
    const files = createSecretFiles(join(folder, 'secrets'));
    await ensureFolder(files.root);
    await sweepLeftovers(files.root);
    return secretStore(folder, files, key);
  });
}

function secretStore(folder: string, files: SecretFiles, key: MasterKey): SecretStore {
  return {
    versions: (owner) => inStore(folder, () => files.newestOf(owner)),
    read: (reference) => inStore(folder, () => read(files, key, reference)),
    readNewest: (path) => inStore(folder, () => readNewest(files, key, path)),
    write: (path, value, options) => inStore(folder, () => write(files, key, { path, value, ...options })),
    originOf: (path) => inStore(folder, async () => (await openNewest(files, key, path))?.origin),
    remove: (path) => inStore(folder, () => remove(files, path)),
  };
}

async function read(files: SecretFiles, key: MasterKey, reference: SecretReference): Promise<string> {
  const { path, version } = parseSecretReference(reference);
  const text = await files.read(path, version);
  if (text === undefined) throw new DomainError('secret-missing', `${reference} is not in the keyring.`);
  return openEnvelope(text, { path, version }, key).value;
}

async function readNewest(
  files: SecretFiles,
  key: MasterKey,
  path: SecretPath,
): Promise<{ readonly value: string; readonly reference: SecretReference } | undefined> {
  const newest = await openNewest(files, key, path);
  return newest && { value: newest.value, reference: secretReference(path, newest.version) };
}

async function openNewest(
  files: SecretFiles,
  key: MasterKey,
  path: SecretPath,
): Promise<(OpenedSecret & { readonly version: number }) | undefined> {
  const version = await files.newest(path);
  const text = version === 0 ? undefined : await files.read(path, version);
  return text === undefined ? undefined : { ...openEnvelope(text, { path, version }, key), version };
}

interface NewVersion {
  readonly path: SecretPath;
  readonly value: string;
  readonly expected: number;
  readonly origin: string;
}

async function write(
  files: SecretFiles,
  key: MasterKey,
  { path, value, expected, origin }: NewVersion,
): Promise<SecretReference> {
  const newest = await files.newest(path);
  if (newest !== expected) throw conflict(path, expected, newest);
  const version = expected + 1;
  // The first version makes the folder; a later one must find it, or the secret was removed meanwhile.
  if (expected === 0) await ensureFolder(files.ownerFolder(path), files.folder(path));
  const envelope = sealEnvelope(value, { path, version, origin }, key);
  if (!(await createVersion(files.file(path, version), envelope))) {
    throw conflict(path, expected, await files.newest(path));
  }
  return secretReference(path, version);
}

async function createVersion(file: string, envelope: string): Promise<boolean> {
  try {
    return await createFileOnce(file, envelope);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** The rename takes all versions away at once; what a crash leaves behind is swept at the next start. */
async function remove(files: SecretFiles, path: SecretPath): Promise<void> {
  const owner = files.ownerFolder(path);
  const doomed = join(owner, `.removed-${randomBytes(6).toString('hex')}`);
  try {
    await rename(files.folder(path), doomed);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return files.assertThere();
    throw error;
  }
  await syncFolder(owner);
  await rm(doomed, { recursive: true, force: true });
}

function conflict(path: SecretPath, expected: number, newest: number): DomainError {
  const detail = `The newest version of ${path} is ${newest}, not ${expected}.`;
  return new DomainError('secret-conflict', detail, { data: { path, expected, newest } });
}
