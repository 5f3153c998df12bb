import type { ComponentName } from './ids.ts';

/** How to ask a service whether it is at something that must not be broken off: one GET, answered by a list in JSON. */
export interface BusyDefinition {
  readonly component: ComponentName;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, HeaderText>>;
  /** It is busy with an entry of the list each of whose fields named here has one of the values. */
  readonly any: Readonly<Record<string, readonly string[]>>;
  /** The field that says in words what such an entry is. */
  readonly named: string;
  /** How long being busy holds recovery back, in seconds. */
  readonly longestSeconds: number;
}

/** A header's value; `secret` names one of the definition's secrets. */
export type HeaderText = readonly (string | { readonly secret: string })[];

/** What the service said. `at`: what it is busy with; absent when it is not, or did not say so. */
export interface BusyAnswer {
  readonly at?: string;
}

/** Longer names would drown the sentence that they are in. */
const longestName = 80;

/** Reads an answer. One that is not understood says nothing: a program that is out of its mind is to be healed. */
export function readBusy({ any, named }: BusyDefinition, answer: unknown): BusyAnswer {
  if (!Array.isArray(answer)) return {};
  const entries: readonly unknown[] = answer;
  const found = entries.find((entry) =>
    Object.entries(any).every(([field, values]) => values.includes(textOf(entry, field))),
  );
  return found === undefined ? {} : { at: nameOf(textOf(found, named)) };
}

/** Empty where there is no such text; no definition can ask for an empty one. */
function textOf(entry: unknown, field: string): string {
  if (typeof entry !== 'object' || entry === null || !Object.hasOwn(entry, field)) return '';
  const value: unknown = Reflect.get(entry, field);
  return typeof value === 'string' ? value : '';
}

/** On one line, for events and sentences. */
function nameOf(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (line === '') return 'something that it does not name';
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}
