import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a stand-in was told, kept in a file of its volume. */
export interface State<T> {
  readonly value: T;
  /** On disk when it returns: an answer that says "saved" is true even if the power fails next. */
  save(): void;
}

export function openState<T>(file: string, parse: (stored: unknown) => T): State<T> {
  mkdirSync(dirname(file), { recursive: true });
  const value = parse(readStored(file));
  return { value, save: () => writeAtomically(file, `${JSON.stringify(value, null, 1)}\n`) };
}

export function writeAtomically(file: string, text: string): void {
  const part = `${file}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
}

export function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function readStored(file: string): unknown {
  const text = readIfPresent(file);
  return text === undefined ? undefined : JSON.parse(text);
}
