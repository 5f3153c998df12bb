import { expect, it } from 'vitest';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import { mirrored, withImages } from '#adapters/catalog-files/images.ts';
import type { Definition } from '#domain/definition.ts';
import { definitionId } from '#domain/ids.ts';
import type { Overlay } from '#schemas/catalog/overlay.ts';
import { catalogFolder } from './sample.ts';

async function sonarr(): Promise<Definition> {
  const found = await createCatalogFiles({ folder: catalogFolder }).find(definitionId('sonarr'));
  if (found === undefined) throw new Error('The catalog has no sonarr.');
  return found;
}

const digest = `sha256:${'a'.repeat(64)}`;
const overlay: Overlay['images'] = {
  'lscr.io/linuxserver/sonarr:4.0.19': {
    image: '127.0.0.1:5000/lscr.io/linuxserver/sonarr:4.0.19',
    digest,
    kind: 'stand-in',
    from: 'lab/stand-ins',
  },
};

it.each([
  ['lscr.io/linuxserver/sonarr:4.0.19', 'mirror.lan:5000/linuxserver/sonarr:4.0.19'],
  ['jellyfin/jellyfin:10.11.11', 'mirror.lan:5000/jellyfin/jellyfin:10.11.11'],
  ['postgres:17.11-alpine', 'mirror.lan:5000/library/postgres:17.11-alpine'],
  ['docker.io/postgres:17', 'mirror.lan:5000/library/postgres:17'],
  ['docker.io/jellyfin/jellyfin:1', 'mirror.lan:5000/jellyfin/jellyfin:1'],
  ['localhost/app:1', 'mirror.lan:5000/app:1'],
  ['registry.lan:5001/a/b/c:1', 'mirror.lan:5000/a/b/c:1'],
])('takes %s from the mirror as %s', (vendor, expected) => {
  expect(mirrored(vendor, 'mirror.lan:5000')).toBe(expected);
});

it('keeps the digest and the vendor’s name under a mirror', async () => {
  const before = (await sonarr()).components[0];
  const after = withImages(await sonarr(), {}, 'mirror.lan:5000/cache').components[0];
  expect(after).toEqual({ ...before, image: 'mirror.lan:5000/cache/linuxserver/sonarr:4.0.19' });
  expect(after?.digest).toMatch(/^sha256:4b02/);
});

it('takes image and digest from the overlay, and sends no overlaid image to the mirror', async () => {
  const after = withImages(await sonarr(), overlay, 'mirror.lan:5000').components[0];
  expect(after).toMatchObject({
    vendorImage: 'lscr.io/linuxserver/sonarr:4.0.19',
    image: '127.0.0.1:5000/lscr.io/linuxserver/sonarr:4.0.19',
    digest,
  });
});

it('leaves images alone without either', async () => {
  expect(withImages(await sonarr(), {}, '')).toEqual(await sonarr());
});
