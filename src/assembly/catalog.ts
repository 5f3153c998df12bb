import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import type { Configuration } from '#platform/configuration.ts';
import type { Catalog } from '#ports/catalog.ts';
import type { SettingsStore } from '#ports/settings-store.ts';

/** The definitions, with the mirror that the settings name and the overlay that the environment names. */
export function createCatalog(
  { catalogFolder, imagesOverlay }: Configuration,
  settings: SettingsStore,
): Catalog {
  return createCatalogFiles({
    folder: catalogFolder,
    mirror: async () => String((await settings.read()).values['images.mirror'] ?? ''),
    ...(imagesOverlay === undefined ? {} : { overlayFile: imagesOverlay }),
  });
}
