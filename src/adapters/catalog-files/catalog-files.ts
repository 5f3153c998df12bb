import type { Definition } from '#domain/definition.ts';
import { DomainError } from '#domain/errors.ts';
import type { Catalog } from '#ports/catalog.ts';
import type { Overlay } from '#schemas/catalog/overlay.ts';
import { withImages } from './images.ts';
import { readFolder } from './read-folder.ts';
import { readOverlay } from './read-overlay.ts';
import { stampOf } from './stamp.ts';

export interface CatalogFilesOptions {
  /** Holds one folder per definition. */
  readonly folder: string;
  /** Replaces images; what the lab writes. */
  readonly overlayFile?: string;
  /** Registry that replaces the vendors' ones in pulls; empty for none. Asked each time, since it is a setting. */
  readonly mirror?: () => Promise<string> | string;
}

/** The catalog in a folder. What was read is kept until a file changes. */
export function createCatalogFiles(options: CatalogFilesOptions): Catalog {
  const { folder, overlayFile, mirror = () => '' } = options;
  let kept: { readonly stamp: string; readonly loaded: Promise<Loaded> } | undefined;

  const load = async (): Promise<Loaded> => {
    const stamp = await stampOf(folder, overlayFile);
    if (kept?.stamp === stamp) return kept.loaded;
    const reading = { stamp, loaded: read(folder, overlayFile) };
    kept = reading;
    try {
      return await reading.loaded;
    } catch (error) {
      // What could not be read for want of file handles is well again without any file having changed.
      if (kept === reading) kept = undefined;
      throw error;
    }
  };
  const list = async (): Promise<readonly Definition[]> => {
    const [{ definitions, overlay }, registry] = await Promise.all([load(), mirror()]);
    return definitions.map((definition) => withImages(definition, overlay, registry));
  };
  return {
    list,
    find: async (id) => (await list()).find((definition) => definition.id === id),
  };
}

interface Loaded {
  readonly definitions: readonly Definition[];
  readonly overlay: Overlay['images'];
}

async function read(folder: string, overlayFile: string | undefined): Promise<Loaded> {
  const [catalog, overlay] = await Promise.all([readFolder(folder), readOverlay(overlayFile)]);
  const faults = [...catalog.faults, ...overlay.faults];
  if (faults.length === 0) return { definitions: catalog.definitions, overlay: overlay.images };
  const first = faults.slice(0, 3).map(({ field, reason }) => `${field} ${reason}`);
  const more = faults.length > first.length ? `; and ${faults.length - first.length} more` : '';
  throw new DomainError(
    'catalog-invalid',
    `The catalog in ${folder} is faulty: ${first.join('; ')}${more}.`,
    {
      faults,
    },
  );
}
