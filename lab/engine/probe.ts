import { setTimeout as sleep } from 'node:timers/promises';
import type { Build } from '../build/cache.ts';
import { splitReference } from '../build/image.ts';

/**
 * True once the registry answers for every image by its digest; false when it has not within the time, or answers that
 * it does not have one. The registry tells nobody when it is ready, so it is asked, first at once.
 */
export async function servesAll(
  address: string,
  build: Build,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  for (let pause = 20; Date.now() < deadline; pause = Math.min(pause * 1.5, 500)) {
    if (await answers(address, '/v2/', signal)) return await hasAll(address, build, signal);
    await sleep(pause, undefined, signal === undefined ? {} : { signal });
  }
  return false;
}

async function hasAll(address: string, build: Build, signal?: AbortSignal): Promise<boolean> {
  const found = await Promise.all(
    build.images.map(({ reference, digest }) =>
      answers(address, `/v2/${splitReference(reference).repository}/manifests/${digest}`, signal),
    ),
  );
  return found.every(Boolean);
}

async function answers(address: string, path: string, signal?: AbortSignal): Promise<boolean> {
  const timeout = AbortSignal.timeout(5_000);
  try {
    const response = await fetch(`http://${address}${path}`, {
      method: 'HEAD',
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return response.ok;
  } catch {
    // Refused or reset: not up yet. A withdrawn request is the caller's own doing.
    signal?.throwIfAborted();
    return false;
  }
}
