import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { baseLayer } from '../base/layer.ts';
import type { LayerRecipe } from '../recipe.ts';

const libraries = 'usr/lib/x86_64-linux-gnu';

/** The project's own Node, for the stand-ins, and the libraries that it loads. */
export const nodeLayer: LayerRecipe = {
  name: 'node',
  beneath: [baseLayer],
  packages: ['libstdc++6'],
  selection: { paths: [`${libraries}/libstdc++.so.6`, `${libraries}/libgcc_s.so.1`] },
  own: async () => {
    const file = join(nodeFolder(), 'bin/node');
    const { size } = await stat(file).catch((cause: unknown) => {
      const detail = `${file} is missing; install the project's dependencies first (npm ci)`;
      throw new DomainError('precondition-failed', detail, { cause });
    });
    return [{ type: 'file', path: 'usr/local/bin/node', mode: 0o755, content: { file, size } }];
  },
};

/** Which Node goes into the images: part of the fingerprint of the lab. */
export async function nodeVersion(): Promise<string> {
  return await readFile(join(nodeFolder(), 'package.json'), 'utf8');
}

function nodeFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('node/package.json'));
}
