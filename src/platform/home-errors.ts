import { DomainError } from '#domain/errors.ts';

/** Runs something that reads or writes below the home; a failure of the file system says which folder, and why. */
export async function inHome<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asHomeUnusable(path, error);
  }
}

/** Turns a failure of the file system into `home-unusable`; any other error stays as it is. */
export function asHomeUnusable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof DomainError) return error;
  const reason = reasons[String(error.code)];
  if (reason === undefined) return error;
  return new DomainError('home-unusable', `The home folder ${path} cannot be used: ${reason}.`, {
    cause: error,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read or write it',
  EPERM: 'this user may not change it',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a file stands in the place of a folder',
  ENOENT: 'it cannot be created there',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'the path is a circle of links',
  EIO: 'its disk reports errors',
};
