import { execFile } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLock } from '#lab/lock.ts';
import { readEnvironment } from '#platform/environment.ts';
import { cacheFolder } from '#platform/home.ts';

const run = promisify(execFile);
const cache = join(cacheFolder(readEnvironment()), 'test-tools');

/**
 * A program of a Debian package: the machine's own, or unpacked into the machine's cache. It is not installed: some packages
 * would start a service, and the tests leave the machine as they found it.
 */
export async function debianTool(name: string, path: string): Promise<string> {
  if (await isExecutable(path)) return path;
  const unpacked = join(cache, name);
  const file = join(unpacked, path);
  if (!(await isExecutable(file))) {
    // Two at once would be in each other's way at apt's own locks, which do not wait.
    await withLock(
      'debian-tools',
      () => unpackOnce(name, unpacked),
      () => undefined,
    );
  }
  return file;
}

async function unpackOnce(name: string, target: string): Promise<void> {
  if (await isThere(target)) return;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, `${name}-`));
  try {
    await download(name, folder);
    const [deb] = (await readdir(folder)).filter((file) => file.endsWith('.deb'));
    if (deb === undefined) throw new Error(`${name} was not found: this machine has no Debian packages.`);
    await run('dpkg-deb', ['-x', join(folder, deb), join(folder, 'root')]);
    await rename(join(folder, 'root'), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A machine that has never asked for its lists has none. */
async function download(name: string, folder: string): Promise<void> {
  const options = { cwd: folder, timeout: 120_000 };
  // Without a sandbox user apt can write into a folder that belongs to root.
  const fetch = () => run('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', name], options);
  try {
    await fetch();
  } catch {
    await run('apt-get', ['update', '-q'], options);
    await fetch();
  }
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
