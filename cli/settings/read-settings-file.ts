import { open } from 'node:fs/promises';
import { isAlias, isMap, isPair, isScalar, type Node, parseDocument } from 'yaml';
import type { Fault } from '#domain/errors.ts';
import { readBounded } from './read-bounded.ts';
import { codeOf } from './system-code.ts';

export interface SettingsFile {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  /** Others than its owner and group may read it. */
  readonly exposed: boolean;
}

const largest = 1024 * 1024;

/** Reads settings from YAML or JSON, nested (`vpn: { provider: mullvad }`) or with dots (`vpn.provider: mullvad`). */
export async function readSettingsFile(path: string): Promise<SettingsFile> {
  try {
    await using file = await open(path);
    const { mode } = await file.stat();
    const text = await readBounded(file, largest);
    if (text === undefined)
      return { values: {}, faults: [{ field: path, reason: 'is too large' }], exposed: false };
    return { ...parseSettings(text, path), exposed: (mode & 0o004) !== 0 };
  } catch (error) {
    const reason = `cannot be read (${codeOf(error)})`;
    return { values: {}, faults: [{ field: path, reason }], exposed: false };
  }
}

/**
 * Every value stays the text that was written: `002` is a mask and no number. What each must be is the API's to say. No fault
 * holds a value.
 */
export function parseSettings(text: string, path: string): Omit<SettingsFile, 'exposed'> {
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, uniqueKeys: true });
  const line = (offset: number) => text.slice(0, offset).split('\n').length;
  const faults: Fault[] = document.errors.map(({ code, pos }) => ({
    field: `${path}:${line(pos[0])}`,
    reason: `is not valid YAML or JSON (${code.toLowerCase().replaceAll('_', ' ')})`,
  }));
  const values: Record<string, string> = {};
  if (faults.length > 0 || document.contents === null) return { values, faults };
  const entries = flatten(document.contents, '');
  for (const entry of entries) {
    if ('reason' in entry)
      faults.push({ field: `${path}: ${entry.name || 'the file'}`, reason: entry.reason });
    else if (Object.hasOwn(values, entry.name))
      faults.push({ field: `${path}: ${entry.name}`, reason: 'is given twice' });
    else values[entry.name] = entry.value;
  }
  return { values, faults };
}

type Entry =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly reason: string };

function flatten(node: unknown, name: string): readonly Entry[] {
  if (isMap(node)) {
    return node.items.flatMap((pair) => {
      const key = isPair(pair) && isScalar(pair.key) ? String(pair.key.value) : '?';
      return flatten(pair.value, name === '' ? key : `${name}.${key}`);
    });
  }
  if (node === null && name !== '') return [{ name, value: '' }];
  if (isScalar(node) && name !== '') return [{ name, value: String(node.value ?? '') }];
  return [{ name, reason: kindFault(node) }];
}

function kindFault(node: unknown): string {
  if (isAlias(node as Node)) return 'is an alias; write the value itself';
  return isScalar(node) || node === null
    ? 'must hold names and values'
    : 'is a list; a setting has one value';
}
