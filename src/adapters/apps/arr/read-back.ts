import { DomainError } from '#domain/errors.ts';
import { equalValues, type Values } from '../comparison.ts';
import { type Entry, valuesOf } from './entry.ts';
import type { EntryWork } from './entry-work.ts';

/** The *arr programs ignore what they do not know without a word; only reading back shows what was taken. */
export function readBack(work: EntryWork, values: Values, entry: Entry | undefined): Entry {
  const { noun, name } = work.plan;
  if (entry === undefined) {
    throw new DomainError('link-refused', `The ${noun} for ${name} was accepted and is not there.`);
  }
  const found = valuesOf(entry);
  const companions = new Set(work.companions.map(({ key }) => key));
  const lost = Object.keys(values).filter(
    (key) => !companions.has(key) && !equalValues(values[key], found[key]),
  );
  if (lost.length === 0) return entry;
  throw new DomainError('link-refused', `The ${noun} "${entry.name}" did not take: ${lost.join(', ')}.`);
}
