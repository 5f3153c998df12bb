import type { DesiredLabel } from '#contracts/desired-label.ts';
import type { MadeContainer } from '#domain/drift.ts';
import { desiredLabelSchema } from '#schemas/desired-label.ts';
import { madeLabelSchema } from '#schemas/made-label.ts';

/** Reads the label of a main component; undefined for another component's (it is empty) and for one that is not ours to read. */
export function readDesiredLabel(label: string | undefined): DesiredLabel | undefined {
  return desiredLabelSchema.safeParse(parseJson(label)).data;
}

/** Undefined for a container from before there was this label. */
export function readMadeLabel(label: string | undefined): MadeContainer | undefined {
  return madeLabelSchema.safeParse(parseJson(label)).data;
}

/** A label is written by Showrunner alone, but anyone on the host can write one like it. */
function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
