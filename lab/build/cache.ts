import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/**
 * Remembers results by a key of everything they depend on, as small JSON files. What cannot be read, or has another
 * form, counts as absent: it is only ever made again.
 */
export async function remembered<T>(
  folder: string,
  key: string,
  schema: z.ZodType<T>,
  stillGood: (value: T) => Promise<boolean>,
  make: () => Promise<T>,
): Promise<T> {
  const file = join(folder, `${key}.json`);
  const known = schema.safeParse(await readJson(file));
  if (known.success && (await stillGood(known.data))) return known.data;
  const made = await make();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(made));
  await rename(`${file}.part`, file);
  return made;
}

export const layerSchema = z.object({ digest: z.string(), diffId: z.string(), size: z.number() }).readonly();

export const packagesSchema = z
  .array(z.object({ name: z.string(), version: z.string(), file: z.string(), size: z.number() }).readonly())
  .readonly();

const blobSchema = z.object({ digest: z.string(), size: z.number() }).readonly();

export const buildSchema = z
  .object({
    registry: z
      .object({ manifest: blobSchema, config: blobSchema, layers: z.array(layerSchema).readonly() })
      .readonly(),
    images: z
      .array(
        z
          .object({
            reference: z.string(),
            digest: z.string(),
            kind: z.enum(['real', 'stand-in']),
            from: z.string(),
            blobs: z.array(z.string()).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

/** What one build made: the registry's own image, and those that the registry serves. */
export type Build = z.infer<typeof buildSchema>;

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
