import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import type { LabOptions } from '../contract.ts';
import { images } from '../images/index.ts';
import type { ImageRecipe, LayerRecipe } from '../images/recipe.ts';
import { registryImage } from '../images/registry/image.ts';
import { type Build, buildSchema, layerSchema, packagesSchema, remembered } from './cache.ts';
import { fetchPackages, type Package } from './debian.ts';
import { type Fingerprint, fingerprintLab } from './fingerprint.ts';
import { writeImage } from './image.ts';
import { type Layer, writeLayer } from './layer.ts';
import { inParallel } from './parallel.ts';
import { digestOf, hasBlob, type Store } from './store.ts';
import { debFolder, packageTree, removeLeftovers } from './tree.ts';

type BuildOptions = Pick<LabOptions, 'cacheFolder' | 'onProgress' | 'signal'>;

export function storeOf(cacheFolder: string): Store {
  return { folder: join(cacheFolder, 'registry') };
}

/** Makes every image of the lab, or finds that the cache has them all. The caller holds the cache's lock. */
export async function buildImages(options: BuildOptions): Promise<Build> {
  const store = storeOf(options.cacheFolder);
  await mkdir(store.folder, { recursive: true });
  const fingerprint = await fingerprintLab();
  return await remembered(
    join(options.cacheFolder, 'builds'),
    fingerprint.whole,
    buildSchema,
    (build) => hasEveryBlob(store, build),
    () => buildAll(options, store, fingerprint),
  );
}

async function buildAll(options: BuildOptions, store: Store, fingerprint: Fingerprint): Promise<Build> {
  if (process.arch !== 'x64' || process.platform !== 'linux') {
    throw new DomainError(
      'precondition-failed',
      `The lab builds images for Linux on amd64, not ${process.arch}`,
    );
  }
  await removeLeftovers(options.cacheFolder, store);
  const packages = await findPackages(options);
  const layers = await buildLayers(options, store, fingerprint, packages);
  const layersOf = (recipe: { readonly layers: readonly LayerRecipe[] }) =>
    recipe.layers.map((layer) => layers.get(layer.name) ?? unknownLayer(layer));
  options.onProgress({ stage: 'image', text: `putting ${images.length} images into the registry's store` });
  const made = await inParallel(images, 4, async (recipe) => {
    const image = await writeImage(recipe.reference, layersOf(recipe), recipe.config, store);
    const blobs = [image.manifest, image.config, ...image.layers].map((blob) => blob.digest);
    const { reference, kind } = recipe;
    return { reference, kind, digest: image.manifest.digest, from: originOf(recipe, packages), blobs };
  });
  const registry = await writeImage('lab/registry:1', layersOf(registryImage), registryImage.config, store);
  return { registry, images: made };
}

/** Versions are settled once per cache: an install of next week meets the same images. */
async function findPackages(options: BuildOptions): Promise<readonly Package[]> {
  const names = [...new Set(allLayers().flatMap((layer) => layer.packages))].sort();
  return await remembered(
    join(options.cacheFolder, 'packages'),
    digestOf(names.join()).slice(-24),
    packagesSchema,
    async () => true,
    () => {
      options.onProgress({ stage: 'download', text: `${names.join(', ')} and all that they need` });
      return fetchPackages(names, debFolder(options.cacheFolder), options.signal);
    },
  );
}

async function buildLayers(
  options: BuildOptions,
  store: Store,
  fingerprint: Fingerprint,
  packages: readonly Package[],
): Promise<ReadonlyMap<string, Layer>> {
  const tree = packageTree(options, packages);
  const versions = packages.map((entry) => entry.file).join();
  const build = async (recipe: LayerRecipe): Promise<Layer> => {
    const entries = await tree.entriesOf(recipe);
    options.onProgress({ stage: 'layer', text: `layer ${recipe.name}` });
    return await writeLayer(entries, store, options.signal);
  };
  try {
    const pairs = await inParallel(allLayers(), 3, async (recipe) => {
      const key = keyOf(recipe, fingerprint, versions);
      const stillGood = (layer: Layer) => hasBlob(store, layer.digest);
      const folder = join(options.cacheFolder, 'layers');
      return [
        recipe.name,
        await remembered(folder, key, layerSchema, stillGood, () => build(recipe)),
      ] as const;
    });
    return new Map(pairs);
  } finally {
    await tree.remove();
  }
}

/** A layer of packages depends on our recipes and the packages' versions, one of sources on the sources. */
function keyOf(recipe: LayerRecipe, fingerprint: Fingerprint, versions: string): string {
  const depends =
    recipe.packages.length === 0
      ? [fingerprint.standIns, fingerprint.programs]
      : [fingerprint.node, fingerprint.programs, versions];
  return `${recipe.name}-${digestOf(depends.join('\n')).slice(-24)}`;
}

function allLayers(): readonly LayerRecipe[] {
  const recipes = [registryImage, ...images].flatMap((image) => image.layers);
  return [...new Map(recipes.map((recipe) => [recipe.name, recipe])).values()];
}

function originOf(recipe: ImageRecipe, packages: readonly Package[]): string {
  if (recipe.kind === 'stand-in') return 'showrunner lab: a stand-in that keeps the API';
  const found = packages.find((entry) => entry.name === recipe.package);
  return `debian ${recipe.package} ${found?.version.replace(/^\d+:/, '').replace(/-[^-]*$/, '') ?? 'of unknown version'}`;
}

async function hasEveryBlob(store: Store, build: Build): Promise<boolean> {
  const served = build.images.flatMap((image) => image.blobs);
  const digests = new Set([
    ...served,
    build.registry.config.digest,
    ...build.registry.layers.map((l) => l.digest),
  ]);
  const present = await Promise.all([...digests].map((digest) => hasBlob(store, digest)));
  return present.every(Boolean);
}

function unknownLayer(layer: LayerRecipe): never {
  throw new DomainError('internal', `The layer ${layer.name} was not built`);
}
