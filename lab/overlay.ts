import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Build } from './build/cache.ts';
import type { Overlay } from './contract.ts';

export const overlaySchema: z.ZodType<Overlay> = z.object({
  format: z.literal(1),
  images: z.record(
    z.string(),
    z.object({ image: z.string(), digest: z.string(), kind: z.enum(['real', 'stand-in']), from: z.string() }),
  ),
});

/** Writes `overlay.json`, whole, and only when it differs: its readers may watch it. */
export async function writeOverlay(stateFolder: string, registry: string, build: Build): Promise<string> {
  const file = join(stateFolder, 'overlay.json');
  const text = `${JSON.stringify(overlayOf(registry, build), null, 2)}\n`;
  await mkdir(stateFolder, { recursive: true });
  if ((await currentText(file)) !== text) {
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  }
  return file;
}

function overlayOf(registry: string, build: Build): Overlay {
  const entries = build.images.map(({ reference, digest, kind, from }) => {
    return [reference, { image: `${registry}/${reference}`, digest, kind, from }] as const;
  });
  return { format: 1, images: Object.fromEntries(entries) };
}

async function currentText(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}
