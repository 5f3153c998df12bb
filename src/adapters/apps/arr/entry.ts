import { z } from 'zod';
import { equalValues, type Values } from '../comparison.ts';

const fieldShape = z.looseObject({ name: z.string(), value: z.unknown().optional() });

/** An entry of any provider resource (download client, notification, application), as the applications give it back. */
export const entryShape = z.looseObject({
  id: z.int().optional(),
  name: z.string().nullish(),
  implementation: z.string().nullish(),
  fields: z.array(fieldShape),
});

export type Entry = z.infer<typeof entryShape>;

/** Settings and fields under one roof: their names do not overlap. */
export function valuesOf(entry: Entry): Values {
  const { fields, ...settings } = entry;
  return { ...settings, ...Object.fromEntries(fields.map(({ name, value }) => [name, value])) };
}

/** True where this version of the application has the setting or field at all. */
export function offers(entry: Entry, key: string): boolean {
  return Object.hasOwn(entry, key) || entry.fields.some((field) => field.name === key);
}

/** The entry with new values; whatever is not named stays as it was read, masked secrets too. */
export function withValues(entry: Entry, values: Values): Entry {
  const isField = new Set(entry.fields.map((field) => field.name));
  const settings = Object.entries(values).filter(([key]) => !isField.has(key));
  return {
    ...entry,
    ...Object.fromEntries(settings),
    fields: entry.fields.map((field) => {
      const value = values[field.name];
      return value === undefined ? field : { ...field, value };
    }),
  };
}

export function matches(entry: Entry, values: Values, keys: readonly string[]): boolean {
  const found = valuesOf(entry);
  return keys.every((key) => equalValues(found[key], values[key]));
}
