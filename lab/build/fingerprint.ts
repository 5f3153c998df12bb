import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { nodeVersion } from '../images/node/layer.ts';

/** What the built images depend on, in three parts, so that a changed stand-in does not rebuild PostgreSQL. */
export interface Fingerprint {
  readonly programs: string;
  readonly node: string;
  readonly standIns: string;
  readonly whole: string;
}

const lab = new URL('../', import.meta.url);

export async function fingerprintLab(): Promise<Fingerprint> {
  const programs = hash(await sourcesOf('build'), await sourcesOf('images'));
  const standIns = hash(await sourcesOf('stand-ins'));
  const node = hash(await nodeVersion());
  return { programs, standIns, node, whole: hash(programs, standIns, node) };
}

async function sourcesOf(folder: string): Promise<string> {
  const root = new URL(`${folder}/`, lab);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  const texts = await Promise.all(files.sort().map((file) => readFile(file, 'utf8')));
  return hash(...texts);
}

function hash(...parts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part).update('\0');
  return sum.digest('hex').slice(0, 16);
}
