import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import type { Build } from '../build/cache.ts';
import { blobPath, type Store } from '../build/store.ts';
import { type Engine, orAbsent } from './engine.ts';

export const registryRepository = 'showrunner-lab-registry';

/** Brings the registry's own image into the engine, unless it is there. An image's id is its configuration's digest. */
export async function loadRegistryImage(engine: Engine, store: Store, build: Build): Promise<string> {
  const { config } = build.registry;
  const tag = `${registryRepository}:${hexOf(config.digest).slice(0, 12)}`;
  const image = engine.docker.getImage(tag);
  const known = await orAbsent(engine.call('inspect the registry image', image.inspect()));
  if (known?.Id === config.digest) return tag;

  const archive = pack();
  const body = new PassThrough();
  const sent = Promise.all([fillArchive(archive, store, build, tag), pipeline(archive, body)]);
  const loaded = engine.call('load the registry image', load(engine, body), 120_000);
  await Promise.all([loaded, sent]);
  return tag;
}

async function load(engine: Engine, body: Readable): Promise<void> {
  try {
    await failOnError(await engine.docker.loadImage(body));
  } finally {
    // Ends the writer too when the engine stops reading half-way.
    body.destroy();
  }
}

/** The layout of `docker save`: a manifest that names the configuration and the layers beside it. */
async function fillArchive(archive: Pack, store: Store, build: Build, tag: string): Promise<void> {
  const { config, layers } = build.registry;
  const configName = `${hexOf(config.digest)}.json`;
  const layerName = (digest: string) => `${hexOf(digest)}.tar`;
  const manifest = [
    { Config: configName, RepoTags: [tag], Layers: layers.map((layer) => layerName(layer.digest)) },
  ];
  archive.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
  archive.entry({ name: configName }, await readFile(blobPath(store, config.digest), 'utf8'));
  for (const layer of layers) {
    const entry = archive.entry({ name: layerName(layer.digest), size: layer.size });
    await pipeline(createReadStream(blobPath(store, layer.digest)), entry);
  }
  archive.finalize();
}

const lineSchema = z.object({ error: z.string().optional() });

/** The engine answers 200 first and tells of a failure inside the stream. */
async function failOnError(stream: NodeJS.ReadableStream): Promise<void> {
  for await (const line of createInterface({ input: Readable.from(stream) })) {
    const event = lineSchema.safeParse(JSON.parse(line));
    if (event.data?.error !== undefined) {
      throw new DomainError(
        'container-invalid',
        `The engine did not take the registry image: ${event.data.error}`,
      );
    }
  }
}

function hexOf(digest: string): string {
  return digest.replace('sha256:', '');
}
