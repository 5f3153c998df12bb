import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { texts } from './command.ts';

/** The flags that say where something goes. */
export const placementInput = { host: z.string().optional(), label: texts };

export interface PlacementFlags {
  readonly host: string | undefined;
  readonly label: readonly string[];
}

/** As the API takes it. All faults at once. */
export function readPlacement({ host, label }: PlacementFlags) {
  const pairs = label.map((text) => /^([^=]+)=(.*)$/.exec(text));
  const faults = pairs.flatMap((pair, at) =>
    pair === null ? [{ field: `--label (number ${at + 1})`, reason: 'must be key=value' }] : [],
  );
  if (faults.length > 0) {
    const list = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
    throw new DomainError('invalid-input', `The labels are not valid: ${list}.`, { faults });
  }
  const labels = Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1], pair[2]]])));
  return {
    ...(host === undefined ? {} : { host }),
    ...(label.length === 0 ? {} : { labels }),
  };
}
