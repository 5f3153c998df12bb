import type { Fault } from '#domain/errors.ts';
import { CommandFailure } from '../../failure.ts';

/** `key=value`, and where labels may be taken away `key-`. What keys and values may be is for the API to say. */
export function readLabels(field: string, given: readonly string[], may: { readonly removal: false }): Labels;
export function readLabels(
  field: string,
  given: readonly string[],
  may: { readonly removal: true },
): LabelChanges;
export function readLabels(
  field: string,
  given: readonly string[],
  { removal }: { readonly removal: boolean },
): LabelChanges {
  const forms = removal ? 'key=value or key-' : 'key=value';
  const read = given.map((text) => ({ text, label: readLabel(text, removal) }));
  const faults: readonly Fault[] = read.flatMap(({ text, label }) =>
    label === undefined ? [{ field, reason: `${text} is not ${forms}` }] : [],
  );
  if (faults.length > 0) {
    const remedy = `Say each as ${forms}.`;
    throw new CommandFailure('usage', 'invalid-input', 'The labels are not valid.', remedy, faults);
  }
  return Object.fromEntries(read.flatMap(({ label }) => (label === undefined ? [] : [label])));
}

type Labels = Record<string, string>;
type LabelChanges = Record<string, string | null>;

function readLabel(text: string, removal: boolean): readonly [string, string | null] | undefined {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  return removal && at < 0 && text.length > 1 && text.endsWith('-') ? [text.slice(0, -1), null] : undefined;
}
