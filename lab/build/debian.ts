import { mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError, isDomainError } from '#domain/errors.ts';
import { inParallel } from './parallel.ts';
import { run, runPiped } from './run.ts';

/** A Debian package at one version; `file` is its name in the folder of downloaded packages. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly size: number;
}

/**
 * Dependencies that only maintainer scripts use, which never run here, or that a program does without: PostgreSQL
 * leaves its just-in-time compiler off when LLVM is absent.
 */
const unused =
  /^(adduser|debconf|dpkg|gcc-\d+-base|init-system-helpers|libc-l10n|libllvm|libpam-modules|libperl|libz3|locales|lsb-base|openssl|passwd|perl|postgresql-(client-)?common|sensible-utils|shared-mime-info|ssl-cert|sysvinit-utils|tar|ucf|usrmerge)|-perl$/;

/**
 * Everything that the named packages depend on, themselves included, as if nothing were installed on this machine; and
 * their files in the folder. A machine whose package lists are older than the archive gets new ones, once.
 */
export async function fetchPackages(
  names: readonly string[],
  folder: string,
  signal?: AbortSignal,
): Promise<readonly Package[]> {
  await ensurePackageLists(signal);
  try {
    return await resolveAndDownload(names, folder, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (!isDomainError(error)) throw error;
    await updatePackageLists(signal);
    return await resolveAndDownload(names, folder, signal);
  }
}

/** Downloads what is not there yet, whole. apt checks each file against the archive's signed index. */
export async function downloadPackages(
  packages: readonly Package[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const missing = await inParallel(packages, 16, async (entry) => {
    const found = await stat(join(folder, entry.file)).catch(() => undefined);
    return found?.size === entry.size ? [] : [`${entry.name}=${entry.version}`];
  });
  const wanted = missing.flat();
  if (wanted.length === 0) return;
  await run('apt-get', [...aptOptions(folder), 'download', ...wanted], {
    cwd: folder,
    timeoutMs: 10 * 60_000,
    ...(signal && { signal }),
  });
}

/** Unpacks the packages' files over each other. No maintainer script runs, so nothing of the machine changes. */
export async function unpackPackages(
  packages: readonly Package[],
  folder: string,
  tree: string,
  signal?: AbortSignal,
): Promise<void> {
  await makeMergedRoot(tree);
  const skipped = ['doc', 'man', 'info', 'locale', 'lintian', 'bash-completion', 'bug'];
  const excludes = skipped.map((name) => `--exclude=./usr/share/${name}`);
  await inParallel(packages, 2, (entry) =>
    runPiped(
      ['dpkg-deb', '--fsys-tarfile', join(folder, entry.file)],
      [
        'tar',
        '--extract',
        '--keep-directory-symlink',
        '--no-same-owner',
        '--preserve-permissions',
        ...excludes,
        '--directory',
        tree,
      ],
      { timeoutMs: 120_000, ...(signal && { signal }) },
    ),
  );
}

/** Debian merged /bin and the like into /usr; old packages still carry the old paths. */
async function makeMergedRoot(tree: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(tree, 'usr', name), { recursive: true });
    await symlink(join('usr', name), join(tree, name));
  }
}

async function resolveAndDownload(
  names: readonly string[],
  folder: string,
  signal?: AbortSignal,
): Promise<readonly Package[]> {
  const packages = await resolvePackages(names, signal);
  await downloadPackages(packages, folder, signal);
  return packages;
}

async function resolvePackages(names: readonly string[], signal?: AbortSignal): Promise<readonly Package[]> {
  const archives = await mkdtemp(join(tmpdir(), 'showrunner-lab-'));
  try {
    await mkdir(join(archives, 'partial'));
    const args = [...aptOptions(archives), 'install', '--yes', '--print-uris', ...names];
    const text = await run('apt-get', args, { timeoutMs: 60_000, ...(signal && { signal }) });
    return parseUris(text).filter((entry) => !unused.test(entry.name));
  } finally {
    await rm(archives, { recursive: true });
  }
}

async function ensurePackageLists(signal?: AbortSignal): Promise<void> {
  const lists = await readdir('/var/lib/apt/lists').catch((cause: unknown) => {
    const detail = 'The lab is built from Debian packages, and this machine has no apt';
    throw new DomainError('precondition-failed', detail, { cause });
  });
  if (!lists.some((name) => name.includes('_Packages'))) await updatePackageLists(signal);
}

async function updatePackageLists(signal?: AbortSignal): Promise<void> {
  await run('apt-get', ['update'], { timeoutMs: 120_000, ...(signal && { signal }) });
}

/** An empty status file makes apt resolve the whole closure; the rest keeps it off the machine's own state. */
function aptOptions(archives: string): string[] {
  const options = [
    'Dir::State::status=/dev/null',
    `Dir::Cache::archives=${archives}`,
    'Dir::Cache::pkgcache=',
    'Dir::Cache::srcpkgcache=',
    'APT::Install-Recommends=0',
    'APT::Install-Suggests=0',
    'APT::Sandbox::User=root',
    'Debug::NoLocking=1',
  ];
  return options.flatMap((option) => ['-o', option]);
}

/** Lines like `'http://…/libc6_2.36_amd64.deb' libc6_2.36_amd64.deb 2759320 SHA256:…`; an epoch's colon is `%3a`. */
function parseUris(text: string): Package[] {
  return text.split('\n').flatMap((line) => {
    const [, file, name, version, size] = /^'[^']+' (([^_ ]+)_([^_ ]+)_[^_ ]+\.deb) (\d+) /.exec(line) ?? [];
    if (file === undefined || name === undefined || version === undefined) return [];
    return [{ file, name, version: decodeURIComponent(version), size: Number(size) }];
  });
}
