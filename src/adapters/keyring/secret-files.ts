import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { type SecretPath, secretPath } from '#domain/secret.ts';
import { hasCode, readFileIfPresent } from '#platform/files.ts';

/** Where the versions lie: `<root>/<owner>/<name>/<version>.json`. */
export interface SecretFiles {
  readonly root: string;
  ownerFolder(path: SecretPath): string;
  folder(path: SecretPath): string;
  file(path: SecretPath, version: number): string;
  /** The newest version's number; 0 for none. */
  newest(path: SecretPath): Promise<number>;
  newestOf(owner: string): Promise<ReadonlyMap<SecretPath, number>>;
  read(path: SecretPath, version: number): Promise<string | undefined>;
  /** Throws where the whole store is gone, as with a disk that is not mounted: that is not a missing secret. */
  assertThere(): Promise<void>;
}

export function createSecretFiles(root: string): SecretFiles {
  const folder = (path: SecretPath) => join(root, ...checked(path));
  const file = (path: SecretPath, version: number) => join(folder(path), `${version}.json`);
  const assertThere = async () => {
    await stat(root);
  };
  const list = async (path: string) => {
    const names = await namesIn(path);
    if (names === undefined) await assertThere();
    return names ?? [];
  };
  const newest = async (path: SecretPath) => Math.max(0, ...(await list(folder(path))).map(versionOf));
  return {
    root,
    folder,
    file,
    newest,
    assertThere,
    ownerFolder: (path) => join(root, checked(path)[0]),
    newestOf: async (owner) => {
      const [folderName] = checked(secretPath(owner, 'any'));
      const names = (await list(join(root, folderName))).filter((name) => !name.startsWith('.'));
      const paths = names.toSorted().map((name) => secretPath(owner, name));
      const found = await Promise.all(paths.map(async (path) => [path, await newest(path)] as const));
      return new Map(found.filter(([, version]) => version > 0));
    },
    read: async (path, version) => {
      const text = await readFileIfPresent(file(path, version));
      if (text === undefined) await assertThere();
      return text;
    },
  };
}

/** The two parts of the path. Checked once more where it becomes a file's name: a brand is only a promise. */
function checked(path: SecretPath): readonly [owner: string, name: string] {
  const [owner = '', name = ''] = path.split('/');
  if (secretPath(owner, name) === path) return [owner, name];
  throw new DomainError('invalid-input', 'That is not a secret path.');
}

function versionOf(name: string): number {
  const digits = /^([1-9]\d{0,8})\.json$/.exec(name)?.[1];
  return digits === undefined ? 0 : Number(digits);
}

async function namesIn(path: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
