import { expect, it } from 'vitest';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import { definitionId } from '#domain/ids.ts';
import { catalogFolder, faultsAfter } from './sample.ts';

const catalog = createCatalogFiles({ folder: catalogFolder });

it('a header may be a secret alone, or have it between other text; one value may be written without a list', async () => {
  const [sonarr, jellyfin] = await Promise.all(
    ['sonarr', 'jellyfin'].map((id) => catalog.find(definitionId(id))),
  );
  expect(sonarr?.busy).toMatchObject({
    component: 'sonarr',
    path: '/api/v3/command',
    headers: { 'X-Api-Key': [{ secret: 'api-key' }] },
    any: { status: ['started'] },
    longestSeconds: 7200,
  });
  expect(jellyfin?.busy).toMatchObject({
    headers: { Authorization: ['MediaBrowser Token="', { secret: 'api-key' }, '"'] },
    any: { State: ['Running'] },
  });
});

it('a definition may say how long being busy counts, and need no header', () => {
  expect(faultsAfter('named: title', 'named: title, longest: 30m')).toEqual([]);
  expect(faultsAfter(`headers: { X-Key: "\${SECRET_API_KEY}" }, `, '')).toEqual([]);
});
