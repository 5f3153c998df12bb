import { DomainError, type Fault } from './errors.ts';
import type { Labels } from './host.ts';

/** Of one host. */
const mostLabels = 32;
const keyPattern = /^[a-z][a-z0-9.-]{0,62}$/;
const valuePattern = /^[A-Za-z0-9._-]{0,63}$/;
/** A key is shown in its fault, and may be anything at all. */
const longestShown = 63;

/** Changes by key; null takes a label away. */
export type LabelChanges = Readonly<Record<string, string | null>>;

/** Every fault of labels, or of changes to them, at once. */
export function labelFaults(changes: LabelChanges): readonly Fault[] {
  const entries = Object.entries(changes);
  if (entries.length > 2 * mostLabels) return [{ field: 'labels', reason: `must be ${mostLabels} at most` }];
  return entries.flatMap(([key, value]) => faultsOf(key, value));
}

/**
 * The labels after the changes. Own keys alone: a key such as `constructor` is a word like others. Error: `invalid-input` when they
 * are too many then.
 */
export function changeLabels(labels: Labels, changes: LabelChanges): Labels {
  const merged = Object.entries({ ...labels, ...changes });
  const changed = Object.fromEntries(
    merged.filter((entry): entry is [string, string] => entry[1] !== null).toSorted(byKey),
  );
  const tooMany = labelCountFault(changed);
  refuseLabels(tooMany === undefined ? [] : [tooMany]);
  return changed;
}

/** Error: `invalid-input`, where there is a fault. */
export function refuseLabels(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const words = faults.map(({ field, reason }) => `${field} ${reason}`).join('; ');
  throw new DomainError('invalid-input', `The labels are not valid: ${words}.`, { faults });
}

/** What is wrong with the whole, once each label is sound. */
export function labelCountFault(labels: Labels): Fault | undefined {
  if (Object.keys(labels).length <= mostLabels) return undefined;
  return { field: 'labels', reason: `must be ${mostLabels} at most` };
}

function faultsOf(key: string, value: string | null): readonly Fault[] {
  const field = `labels.${key.slice(0, longestShown)}`;
  const faults: Fault[] = [];
  if (!keyPattern.test(key)) {
    faults.push({
      field,
      reason: 'must have a key of 1 to 63 of a-z, 0-9, . and -, beginning with a letter',
    });
  }
  if (value !== null && !valuePattern.test(value)) {
    faults.push({ field, reason: 'must have a value of at most 63 of A-Z, a-z, 0-9, ., _ and -' });
  }
  return faults;
}

function byKey([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : 1;
}
