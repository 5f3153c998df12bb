import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '#domain/errors.ts';
import { embeddedDatabase } from '#platform/embedded-database.ts';
import { readFileIfPresent } from '#platform/files.ts';
import type { Home } from '#platform/home.ts';
import { inHome } from '#platform/home-errors.ts';
import { requirePassable } from './passable.ts';
import { postgresUser } from './user.ts';

const run = promisify(execFile);

/** The version in the package's name and the one that `PG_VERSION` holds. */
export const postgresMajor = '18';

/** Makes the data folder once, or checks that the one found is of our version. Call it under the supervisor's lock only. */
export async function ensureDataFolder(home: Home, binaries: string): Promise<string> {
  const folder = join(home.paths.postgres, 'data');
  return inHome(home.paths.root, async () => {
    const found = (await readFileIfPresent(join(folder, 'PG_VERSION')))?.trim();
    if (found === undefined) await create(home, binaries, folder);
    else if (found !== postgresMajor) throw wrongVersion(folder, found);
    return folder;
  });
}

/** It appears complete or not at all: it is made under another name, and what an interrupted try left is removed first. */
async function create(home: Home, binaries: string, folder: string): Promise<void> {
  const parent = home.paths.postgres;
  await prepareParent(parent);
  for (const name of await readdir(parent)) {
    if (name.startsWith('new-')) await rm(join(parent, name), { recursive: true });
  }
  const fresh = join(parent, `new-${process.pid}`);
  await initialise(home, binaries, fresh);
  await rename(fresh, folder);
}

async function prepareParent(parent: string): Promise<void> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await chmod(parent, 0o700);
  const { user } = postgresUser();
  if (user === undefined) return;
  await chown(parent, user.uid, user.gid);
  await requirePassable(parent);
}

/** The password goes through a file that only PostgreSQL's user can read, never through an argument. */
async function initialise(home: Home, binaries: string, folder: string): Promise<void> {
  const { user } = postgresUser();
  const passwordFile = join(home.paths.postgres, 'new-password');
  await writeFile(passwordFile, await readFile(home.paths.postgresPassword), { mode: 0o600 });
  if (user !== undefined) await chown(passwordFile, user.uid, user.gid);
  try {
    await run(join(binaries, 'bin', 'initdb'), initdbArguments(folder, passwordFile), {
      ...user,
      cwd: home.paths.postgres,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      timeout: 120_000,
    });
  } catch (error) {
    throw initdbFailed(home, error);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** The builtin locale provider sorts the same on every machine, whatever locales that has. */
function initdbArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${embeddedDatabase.user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ];
}

function initdbFailed(home: Home, error: unknown): DomainError {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
  const full = /No space left on device|quota exceeded/i.test(output);
  const lines = output.split('\n').slice(-20).join('\n');
  return full
    ? new DomainError('home-unusable', `The home folder ${home.paths.root} cannot be used: its disk is full.`)
    : new DomainError('precondition-failed', `PostgreSQL's data folder could not be made:\n${lines}`, {
        cause: error,
      });
}

function wrongVersion(folder: string, found: string): DomainError {
  return new DomainError(
    'home-unusable',
    `${folder} was made by PostgreSQL ${found}, and this Showrunner brings ${postgresMajor}. Dump it with version ${found}, move the folder away, start, and restore the dump.`,
  );
}
