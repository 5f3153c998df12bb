import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '#domain/errors.ts';

/** Under root PostgreSQL's unprivileged user must get to its folder: every folder above must let others pass. */
export async function requirePassable(path: string): Promise<void> {
  const closed = await findClosedParent(path);
  if (closed === undefined) return;
  throw new DomainError(
    'home-unusable',
    `PostgreSQL does not run as root, and its user cannot pass ${closed} to reach ${path}. Choose a home below another folder, such as /var/lib.`,
  );
}

/** The first folder above the path that others may not pass; nothing when the way is open. */
export async function findClosedParent(path: string): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const above = await findClosedParent(parent);
  if (above !== undefined) return above;
  const { mode } = await stat(parent);
  return (mode & 0o001) === 0 ? parent : undefined;
}
