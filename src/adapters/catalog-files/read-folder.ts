import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Definition } from '#domain/definition.ts';
import type { Fault } from '#domain/errors.ts';
import { isSlug } from '#domain/ids.ts';
import { checkCatalog } from '#schemas/catalog/check-catalog.ts';
import type { Issue } from '#schemas/catalog/issue.ts';
import { readService } from '#schemas/catalog/read-service.ts';
import { parseYaml } from './parse-yaml.ts';
import { readText } from './read-text.ts';

export interface FolderReading {
  /** In order of their ids. */
  readonly definitions: readonly Definition[];
  readonly faults: readonly Fault[];
}

const serviceFileLimit = 256 * 1024;
const seededFileLimit = 64 * 1024;
const serviceFileName = 'service.yaml';

/** Reads every definition below the folder, and tells every fault of every file. */
export async function readFolder(folder: string): Promise<FolderReading> {
  const entries = await list(folder);
  if ('reason' in entries) return { definitions: [], faults: [{ field: folder, reason: entries.reason }] };
  const ids = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  const readings = await Promise.all(ids.sort().map((id) => readOne(folder, id)));
  const read = readings.flatMap(({ one }) => one ?? []);
  const acrossFaults = checkCatalog(read.map(({ definition }) => definition)).flatMap(
    ({ id, ...issue }) => read.find(({ definition }) => definition.id === id)?.faultOf(issue) ?? [],
  );
  return {
    definitions: read.map(({ definition }) => definition),
    faults: [...readings.flatMap(({ faults }) => faults), ...acrossFaults],
  };
}

interface OneReading {
  readonly one?: { readonly definition: Definition; faultOf(issue: Issue): Fault };
  readonly faults: readonly Fault[];
}

async function readOne(folder: string, id: string): Promise<OneReading> {
  const field = `${id}/${serviceFileName}`;
  if (!isSlug(id))
    return { faults: [{ field: id, reason: 'is a folder whose name cannot be a definition’s id' }] };
  const file = await readText(join(folder, id, serviceFileName), serviceFileLimit);
  if ('reason' in file) return { faults: [{ field, reason: file.reason }] };
  const yaml = parseYaml(file.text);
  if (!yaml.ok)
    return { faults: yaml.faults.map(({ line, reason }) => ({ field: at(field, line), reason })) };
  const beside = await readBeside(folder, id);
  const { definition, issues } = readService(id, yaml.value, beside.texts);
  const faultOf = ({ path, reason }: Issue): Fault => ({
    field: `${at(field, yaml.lineOf(path))} ${pathText(path)}`.trimEnd(),
    reason,
  });
  const faults = [...issues.map(faultOf), ...beside.faults];
  return definition === undefined ? { faults } : { one: { definition, faultOf }, faults };
}

/** The files beside `service.yaml`, which it may name as seeds. */
async function readBeside(folder: string, id: string) {
  const entries = await list(join(folder, id));
  const names = 'reason' in entries ? [] : entries.map(({ name }) => name);
  const texts = new Map<string, string>();
  const faults: Fault[] = [];
  for (const name of names.filter((one) => one !== serviceFileName && !one.startsWith('.')).sort()) {
    const file = await readText(join(folder, id, name), seededFileLimit);
    if ('text' in file) texts.set(name, file.text);
    else faults.push({ field: `${id}/${name}`, reason: file.reason });
  }
  return { texts, faults };
}

async function list(folder: string): Promise<readonly Dirent[] | { readonly reason: string }> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { reason: `is a folder that cannot be read (${code})` };
  }
}

function at(field: string, line: number | undefined): string {
  return line === undefined ? field : `${field}:${line}`;
}

/** `services.sonarr.ports[0]` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
