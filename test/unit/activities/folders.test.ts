import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ensureDirectory, removeDirectory } from '#activities/steps/folders.ts';
import { isDomainError } from '#domain/errors.ts';
import { createMemoryFolders } from './support/memory-folders.ts';
import { tools } from './support/tools.ts';

const roots = { configRoot: '/srv/config', dataRoot: '/srv/media' };
const own = '/srv/config/sonarr';
const owner = { uid: 1000, gid: 1001, mode: 0o775 };

describe('ensureDirectory', () => {
  it('makes the folder with its owner and mode, and may be taken back', async () => {
    const folders = createMemoryFolders();
    expect(await ensureDirectory(folders)({ path: own, ...owner }, tools())).toEqual({
      outcome: 'done',
      detail: `made ${own}`,
      undoable: true,
    });
    expect(folders.folders.get(own)).toBe('1000:1001 775');
  });

  it('adopts one that is there, leaves it as it is, and takes back nothing', async () => {
    const folders = createMemoryFolders(own);
    const result = await ensureDirectory(folders)({ path: own, ...owner }, tools());
    expect(result).toMatchObject({ outcome: 'adopted', undoable: false });
    expect(folders.folders.get(own)).toBe('someone');
  });
});

describe('removeDirectory', () => {
  it('removes a service’s own folder with all that is in it, and twice is as good as once', async () => {
    const folders = createMemoryFolders(own, `${own}/logs`, `${own}2`);
    const remove = () => removeDirectory(folders)({ path: own, ...roots }, tools());
    expect(await remove()).toMatchObject({ outcome: 'done', detail: `removed ${own}` });
    expect(await remove()).toMatchObject({ outcome: 'adopted', undoable: false });
    expect([...folders.folders.keys()]).toEqual([`${own}2`]);
  });

  it.each([
    ['the root of the services’ folders', '/srv/config'],
    ['the root with a slash', '/srv/config/'],
    ['the root by its own dot', '/srv/config/.'],
    ['a folder two levels below', '/srv/config/sonarr/logs'],
    ['a folder beside the root', '/srv/config2/sonarr'],
    ['a way out', '/srv/config/..'],
    ['a way out and back', '/srv/config/../media'],
    ['a hidden folder', '/srv/config/.ssh'],
    ['a path with an empty part', '/srv/config//sonarr'],
    ['a relative path', 'srv/config/sonarr'],
    ['the user’s data', '/srv/media'],
    ['a folder of the user’s data', '/srv/media/tv'],
    ['the root of the machine', '/'],
    ['nothing', ''],
    ['a name with a line break', '/srv/config/sonarr\n'],
    ['a name with a nul', '/srv/config/sonarr\0'],
    ['a name in capitals', '/srv/config/Sonarr'],
  ])('refuses %s', async (_what, path) => {
    await expectRefused({ path, ...roots });
  });

  it.each([
    [
      'the data is below the services’ folders',
      '/srv/config/media',
      { configRoot: '/srv/config', dataRoot: '/srv/config/media' },
    ],
    [
      'the data is deeper below them',
      '/srv/config/media',
      { configRoot: '/srv/config', dataRoot: '/srv/config/media/tv' },
    ],
    [
      'the services’ folders are below the data',
      '/srv/media/config/sonarr',
      { configRoot: '/srv/media/config', dataRoot: '/srv/media' },
    ],
    ['both are one', '/srv/media/sonarr', { configRoot: '/srv/media', dataRoot: '/srv/media' }],
  ])('refuses when %s', async (_what, path, nested) => {
    await expectRefused({ path, ...nested });
  });

  it('whatever path a plan holds, only a folder right below the root goes, and never near the data', async () => {
    const part = fc.constantFrom(
      'srv',
      'config',
      'media',
      'sonarr',
      '.',
      '..',
      '',
      'a b',
      'ä',
      '\n',
      '~',
      '*',
    );
    const path = fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
    const root = fc.constantFrom('/srv/config', '/srv/media', '/srv', '/srv/media/config', '/config');
    await fc.assert(
      fc.asyncProperty(path, root, root, async (target, configRoot, dataRoot) => {
        const removed: string[] = [];
        const folders = { ...createMemoryFolders(), remove: async (one: string) => note(removed, one) };
        await removeDirectory(folders)({ path: target, configRoot, dataRoot }, tools()).catch(refusedOnly);
        for (const one of removed) {
          expect(one).toMatch(/^\/[a-z/]+\/[a-z0-9-]+$/);
          expect(one.slice(0, one.lastIndexOf('/'))).toBe(configRoot);
          expect(`${one}/`.startsWith(`${dataRoot}/`)).toBe(false);
          expect(`${dataRoot}/`.startsWith(`${one}/`)).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

async function expectRefused(args: {
  readonly path: string;
  readonly configRoot: string;
  readonly dataRoot: string;
}): Promise<void> {
  const folders = createMemoryFolders(args.path, args.configRoot, args.dataRoot);
  const before = [...folders.folders];
  await expect(removeDirectory(folders)(args, tools())).rejects.toMatchObject({ code: 'directory-unusable' });
  expect([...folders.folders]).toEqual(before);
}

function note(removed: string[], path: string): 'removed' {
  removed.push(path);
  return 'removed';
}

function refusedOnly(error: unknown): void {
  if (!isDomainError(error) || error.code !== 'directory-unusable') throw error;
}
