import { describe, expect, it } from 'vitest';
import type { VolumeRole } from '#domain/definition.ts';
import { foldersOf } from '#domain/plan/folders.ts';
import {
  aComponent,
  aDefinition,
  aService,
  catalogDefinition,
  testSettings,
} from '#test/support/domain/index.ts';

const { paths } = testSettings;

async function ofCatalog(id: string): Promise<readonly string[]> {
  return shown(foldersOf(aService(await catalogDefinition(id)), paths));
}

function of(
  role: VolumeRole,
  name = role as string,
  folders: readonly string[] = [],
  subpath = '',
): readonly string[] {
  const definition = aDefinition('sample', {
    volumes: { [name]: { role, folders } },
    components: [aComponent('sample', { mounts: [{ volume: name, path: '/x', subpath, readOnly: false }] })],
  });
  return shown(foldersOf(aService(definition, { id: 'mine' }), paths));
}

const shown = (folders: ReturnType<typeof foldersOf>) =>
  folders.map(({ path, own }) => (own ? `${path} (own)` : path));

describe('the folders', () => {
  it('of sonarr are its own one and those of its media, parents first', async () => {
    expect(await ofCatalog('sonarr')).toEqual([
      '/srv/config/sonarr (own)',
      '/srv/media',
      '/srv/media/media',
      '/srv/media/media/tv',
      '/srv/media/torrents',
      '/srv/media/torrents/tv',
    ]);
  });

  it('hold the root of the data too, so that it belongs to the user whoever comes first', async () => {
    expect(await ofCatalog('qbittorrent')).toEqual([
      '/srv/config/qbittorrent (own)',
      '/srv/media',
      '/srv/media/torrents',
    ]);
  });

  it('of postgres are none: the engine keeps its data', async () => {
    expect(await ofCatalog('postgres')).toEqual([]);
  });

  it('of a service go by its own name, not by its definition’s', () => {
    expect(of('config')).toEqual(['/srv/config/mine (own)']);
  });

  it('of a second own volume are below the first one, which goes as a whole', () => {
    expect(of('config', 'plugins')).toEqual(['/srv/config/mine (own)', '/srv/config/mine/plugins']);
  });

  it('below a volume are made with their parents, as is what is mounted of it', () => {
    expect(of('downloads', 'downloads', ['a/b'], 'c')).toEqual([
      '/srv/media',
      '/srv/media/torrents',
      '/srv/media/torrents/a',
      '/srv/media/torrents/a/b',
      '/srv/media/torrents/c',
    ]);
  });

  it('of the user’s data are never a service’s own', () => {
    for (const role of ['media', 'downloads', 'data'] as const)
      expect(of(role).some((line) => line.includes('(own)'))).toBe(false);
  });
});
