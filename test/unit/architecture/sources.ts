import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..', '..');

/** Folders that are no part of the sources: fetched, generated, or kept by git. */
const passedOver = new Set(['node_modules', 'generated', '.git', '.cache', 'coverage', 'histories']);

/** Every source file below the folder, as a path from the repository's root. */
export function filesBelow(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    if (passedOver.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, endings);
    return entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
  });
}

export interface Import {
  readonly file: string;
  /** `import type …` or `export type …`: nothing of it is left when the types are stripped. */
  readonly typeOnly: boolean;
  readonly specifier: string;
}

const statement = /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

/** What a file imports, by the text of its statements. */
export function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(repository, file), 'utf8');
  return [...text.matchAll(statement)].map(([, type, fixed, dynamic]) => ({
    file,
    typeOnly: type !== undefined,
    specifier: fixed ?? dynamic ?? '',
  }));
}

/** A path as the file that imports it means it, from the repository's root. */
export function resolved({ file, specifier }: Import): string {
  return relative(repository, join(repository, file, '..', specifier));
}
