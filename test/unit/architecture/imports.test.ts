import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesBelow, type Import, importsOf, repository, resolved } from './sources.ts';

const folders = readdirSync(repository, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
  .map(({ name }) => name);
const imports = folders.flatMap((folder) => filesBelow(folder, ['.ts', '.mts'])).flatMap(importsOf);

describe('imports', () => {
  it('are found at all', () => {
    expect(imports.length).toBeGreaterThan(1000);
    expect(imports).toContainEqual({
      file: 'workflows/activity-proxies.ts',
      typeOnly: true,
      specifier: '#activities/central/contract.ts',
    });
    expect(imports).toContainEqual({
      file: 'workers/bundle.ts',
      typeOnly: false,
      specifier: '@temporalio/worker',
    });
  });

  it('by a relative path stay in their folder, so that no arrow is passed by on a side road', () => {
    const straying = imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .filter((found) => folderOf(resolved(found)) !== folderOf(found.file))
      // The API's version is the package's.
      .filter(({ specifier }) => specifier !== '../package.json');
    expect(straying.map(inWords)).toEqual([]);
  });

  it('of activities by workflows are of types only: activity code never comes into the workflow bundle', () => {
    const values = imports.filter(
      ({ file, specifier, typeOnly }) =>
        file.startsWith('workflows/') && specifier.startsWith('#activities/') && !typeOnly,
    );
    expect(values.map(inWords)).toEqual([]);
  });
});

/** The folder as arrows know it: `src/domain`, `src/adapters/docker`, `workflows`. */
function folderOf(path: string): string {
  const [first = '', second = '', third = ''] = path.split('/');
  if (first !== 'src') return first;
  return second === 'adapters' ? `${first}/${second}/${third}` : `${first}/${second}`;
}

function inWords({ file, specifier }: Import): string {
  return `${file} imports ${specifier}`;
}
