import { DomainError } from '#domain/errors.ts';

/** Runs something on the keyring's files. What only the machine's owner can mend is an outage, with its reason. */
export async function inStore<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translate(folder, error);
  }
}

function translate(folder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof DomainError) return error;
  const reason = reasons[String(error.code)];
  if (reason === undefined) return error;
  return new DomainError('secret-store-unreachable', `The keyring ${folder} cannot be used: ${reason}.`, {
    cause: error,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read or write it',
  EPERM: 'this user may not change it',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the disk quota is used up',
  EIO: 'its disk reports errors',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'a file stands in the place of a folder',
  ELOOP: 'the path is a circle of links',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  ESTALE: 'its network file system is gone',
};
