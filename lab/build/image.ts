import type { Layer } from './layer.ts';
import { type Blob, putBlob, type Store, tagManifest } from './store.ts';

/** How an image starts its program, in the terms of the image format (times in nanoseconds). */
export interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly Healthcheck?: {
    readonly Test: readonly string[];
    readonly Interval: number;
    readonly Timeout: number;
    readonly StartPeriod: number;
    readonly Retries: number;
  };
}

export interface Image {
  readonly manifest: Blob;
  readonly config: Blob;
  readonly layers: readonly Layer[];
}

export async function writeImage(
  reference: string,
  layers: readonly Layer[],
  config: ImageConfig,
  store: Store,
): Promise<Image> {
  const configBlob = await putBlob(store, configOf(layers, config));
  const manifest = await putBlob(store, manifestOf(configBlob, layers));
  const blobs = [configBlob.digest, ...layers.map((layer) => layer.digest)];
  await tagManifest(store, splitReference(reference), manifest.digest, blobs);
  return { manifest, config: configBlob, layers };
}

export function splitReference(reference: string): { readonly repository: string; readonly tag: string } {
  const colon = reference.lastIndexOf(':');
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

function configOf(layers: readonly Layer[], config: ImageConfig): string {
  return JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created: '2026-01-01T00:00:00Z',
    config,
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history: layers.map(() => ({ created: '2026-01-01T00:00:00Z', created_by: 'showrunner lab' })),
  });
}

function manifestOf(config: Blob, layers: readonly Layer[]): string {
  const prefix = 'application/vnd.docker';
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: `${prefix}.distribution.manifest.v2+json`,
    config: { mediaType: `${prefix}.container.image.v1+json`, size: config.size, digest: config.digest },
    layers: layers.map((layer) => ({
      mediaType: `${prefix}.image.rootfs.diff.tar.gzip`,
      size: layer.size,
      digest: layer.digest,
    })),
  });
}
