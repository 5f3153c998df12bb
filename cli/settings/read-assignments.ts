import { open } from 'node:fs/promises';
import type { Fault } from '#domain/errors.ts';
import { readBounded } from './read-bounded.ts';
import { codeOf } from './system-code.ts';

export interface Assignments {
  readonly values: Readonly<Record<string, string>>;
  readonly inline: readonly string[];
  readonly faults: readonly Fault[];
}

/** Reads `key=value` and `key=@file`; a value that begins with an @ of its own is written with two. The last one wins. */
export async function readAssignments(assignments: readonly string[]): Promise<Assignments> {
  const read = await Promise.all(assignments.map(readAssignment));
  const values: Record<string, string> = {};
  const inline = new Set<string>();
  const faults: Fault[] = [];
  for (const one of read) {
    if ('fault' in one) faults.push(one.fault);
    else {
      values[one.name] = one.value;
      if (one.inline) inline.add(one.name);
    }
  }
  return { values, inline: [...inline], faults };
}

type Reading =
  | { readonly name: string; readonly value: string; readonly inline: boolean }
  | { readonly fault: Fault };

/** A text without a name may be a secret that was mistyped, so a fault names its place alone. */
async function readAssignment(text: string, at: number): Promise<Reading> {
  const split = text.indexOf('=');
  const name = text.slice(0, Math.max(0, split)).trim();
  if (!/^[a-zA-Z][\w.-]*$/.test(name)) {
    return { fault: { field: `--set (number ${at + 1})`, reason: 'must be key=value or key=@FILE' } };
  }
  const value = text.slice(split + 1);
  if (value.startsWith('@@')) return { name, value: value.slice(1), inline: true };
  if (!value.startsWith('@')) return { name, value, inline: true };
  return readValueFile(name, value.slice(1));
}

const largest = 64 * 1024;

async function readValueFile(name: string, path: string): Promise<Reading> {
  try {
    await using file = await open(path);
    const value = await readBounded(file, largest);
    if (value === undefined) return { fault: { field: name, reason: `its file ${path} is too large` } };
    return { name, value: value.replace(/\r?\n$/, ''), inline: false };
  } catch (error) {
    return { fault: { field: name, reason: `its file ${path} cannot be read (${codeOf(error)})` } };
  }
}
