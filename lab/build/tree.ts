import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabOptions } from '../contract.ts';
import type { LayerRecipe } from '../images/recipe.ts';
import { downloadPackages, type Package, unpackPackages } from './debian.ts';
import { type Entry, selectEntries } from './entries.ts';
import { layerPrefix } from './layer.ts';
import type { Store } from './store.ts';

/** The packages' files, downloaded and unpacked when the first layer asks for them, and removed at the end. */
export interface PackageTree {
  entriesOf(recipe: LayerRecipe): Promise<readonly Entry[]>;
  remove(): Promise<void>;
}

export function packageTree(
  options: Pick<LabOptions, 'cacheFolder' | 'onProgress' | 'signal'>,
  packages: readonly Package[],
): PackageTree {
  let unpacked: Promise<string> | undefined;
  const entries = new Map<string, Promise<readonly Entry[]>>();

  const folder = () => {
    unpacked ??= unpack(options, packages);
    return unpacked;
  };

  const entriesOf = (recipe: LayerRecipe): Promise<readonly Entry[]> => {
    const known = entries.get(recipe.name) ?? collect(recipe);
    entries.set(recipe.name, known);
    return known;
  };

  const collect = async (recipe: LayerRecipe): Promise<readonly Entry[]> => {
    if (recipe.packages.length === 0) return await recipe.own('');
    const tree = await folder();
    const beneath = (await Promise.all(recipe.beneath.map(entriesOf))).flat();
    const held = new Set(beneath.map((entry) => entry.path));
    const selected = await selectEntries(tree, recipe.selection, held, options.signal);
    return [...selected, ...(await recipe.own(tree))];
  };

  return {
    entriesOf,
    async remove() {
      // Whatever went wrong while unpacking was already reported to the layer that asked.
      const tree = await unpacked?.catch(() => undefined);
      if (tree !== undefined) await rm(tree, { recursive: true, force: true });
    },
  };
}

/** Where the downloaded packages lie. */
export function debFolder(cacheFolder: string): string {
  return join(cacheFolder, 'debs');
}

/** A build that was killed leaves its unfinished files. Whoever holds the cache's lock may remove them all. */
export async function removeLeftovers(cacheFolder: string, store: Store): Promise<void> {
  const trees = (await readdir(cacheFolder)).filter((name) => name.startsWith(treePrefix));
  const layers = (await readdir(store.folder)).filter((name) => name.startsWith(layerPrefix));
  const paths = [
    ...trees.map((name) => join(cacheFolder, name)),
    ...layers.map((name) => join(store.folder, name)),
  ];
  for (const path of paths) await rm(path, { recursive: true, force: true });
}

const treePrefix = 'tree-';

async function unpack(
  options: Pick<LabOptions, 'cacheFolder' | 'onProgress' | 'signal'>,
  packages: readonly Package[],
): Promise<string> {
  const folder = debFolder(options.cacheFolder);
  await downloadPackages(packages, folder, options.signal);
  const tree = await mkdtemp(join(options.cacheFolder, treePrefix));
  options.onProgress({ stage: 'unpack', text: `${packages.length} Debian packages` });
  try {
    await unpackPackages(packages, folder, tree, options.signal);
  } catch (error) {
    await rm(tree, { recursive: true, force: true });
    throw error;
  }
  return tree;
}
