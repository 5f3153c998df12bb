import type { DesiredLabel } from '#contracts/desired-label.ts';
import { desiredLabelSchema } from '#schemas/desired-label.ts';

/** Reads the label of a main component; undefined for another component's (it is empty) and for one that is not ours to read. */
export function readDesiredLabel(label: string | undefined): DesiredLabel | undefined {
  if (label === undefined || label === '') return undefined;
  const parsed = desiredLabelSchema.safeParse(parseJson(label));
  return parsed.success ? parsed.data : undefined;
}

/** A label is written by Showrunner alone, but anyone on the host can write one like it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
