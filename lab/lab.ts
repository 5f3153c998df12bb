import { mkdir, realpath } from 'node:fs/promises';
import { buildImages, storeOf } from './build/build.ts';
import type { LabOptions, LabResult } from './contract.ts';
import { connectEngine } from './engine/engine.ts';
import { ensureRegistry } from './engine/registry.ts';
import { removeRegistry } from './engine/remove.ts';
import { withLock } from './lock.ts';
import { writeOverlay } from './overlay.ts';

export type { LabOptions, LabProgress, LabResult, Overlay, OverlayImage } from './contract.ts';
export { overlaySchema } from './overlay.ts';

/**
 * The lab's images exist and the instance's registry serves them when this returns. Run again, it has no effect and
 * takes a fraction of a second; run by several processes at once, one builds and the others wait for it.
 */
export async function ensureLab(options: LabOptions): Promise<LabResult> {
  await mkdir(options.cacheFolder, { recursive: true });
  const cacheFolder = await realpath(options.cacheFolder);
  const waiting = (what: string) => () =>
    options.onProgress({ stage: 'wait', text: `another process ${what}` });

  const build = await withLock(
    cacheFolder,
    () => buildImages({ ...options, cacheFolder }),
    waiting('builds the images'),
    options.signal,
  );
  return await withLock(
    lockName(options),
    async () => {
      options.onProgress({ stage: 'registry', text: `registry at 127.0.0.1:${options.registryPort}` });
      const registry = await ensureRegistry(connectEngine(options.dockerSocket), {
        instance: options.instance,
        port: options.registryPort,
        store: storeOf(cacheFolder),
        build,
        ...(options.signal && { signal: options.signal }),
      });
      const overlayFile = await writeOverlay(options.stateFolder, registry, build);
      options.onProgress({ stage: 'done', text: `${build.images.length} images at ${registry}` });
      return { registry, overlayFile };
    },
    waiting('starts the registry'),
    options.signal,
  );
}

/** Takes away what `ensureLab` made for the instance in the engine. The cache folder serves others and stays. */
export async function removeLab(options: Pick<LabOptions, 'dockerSocket' | 'instance'>): Promise<void> {
  const remove = () => removeRegistry(connectEngine(options.dockerSocket), options.instance);
  await withLock(lockName(options), remove, () => undefined);
}

function lockName(options: Pick<LabOptions, 'dockerSocket' | 'instance'>): string {
  return `${options.dockerSocket} ${options.instance}`;
}
