import type { Companion } from '../companion.ts';
import type { Comparison, Values } from '../comparison.ts';
import { compareValues, equalValues, pickValues } from '../comparison.ts';
import type { KeptSecret } from '../credentials.ts';
import type { LinkTools } from '../open-link.ts';
import type { LinkRecord } from '../record.ts';
import { type Entries, entriesOf } from './entries.ts';
import { type Entry, matches, offers, valuesOf } from './entry.ts';
import type { EntryPlan } from './entry-plan.ts';

/** Everything that was read before the first decision: what should be, what is, what was written last. */
export interface EntryWork {
  readonly plan: EntryPlan;
  readonly tools: LinkTools;
  readonly entries: Entries;
  readonly found: readonly Entry[];
  /** Desired settings and fields, with the entry's name. */
  readonly values: Values;
  readonly secrets: Readonly<Record<string, KeptSecret>>;
  readonly companions: readonly Companion[];
  readonly afterWrite: () => Promise<void>;
  readonly record: LinkRecord | undefined;
}

export async function openEntryWork(plan: EntryPlan, tools: LinkTools): Promise<EntryWork> {
  const holder = await plan.holder();
  const desired = await plan.desired(holder);
  const record = await tools.records.read();
  const entries = entriesOf(holder, plan.resource);
  return {
    plan,
    tools,
    entries,
    found: await entries.list(),
    values: { ...desired.values, name: record?.wrote.name ?? plan.name },
    secrets: desired.secrets,
    companions: desired.companions,
    afterWrite: desired.afterWrite ?? (() => Promise.resolve()),
    record,
  };
}

/** The entry that Showrunner made: by its record; without one, an entry that is exactly what it would have made. */
export function ownEntry(work: EntryWork): Entry | undefined {
  const { plan, record, found, values } = work;
  const recorded = record === undefined ? undefined : recordedEntry(plan, record, found);
  if (recorded !== undefined) return recorded;
  return found.find(
    (entry) =>
      entry.implementation === plan.implementation && matches(entry, values, offeredKeys(entry, values)),
  );
}

/**
 * Ids alone prove nothing: an application whose data was wiped counts from 1 again. So the name or the target must still be
 * the one that was written.
 */
export function recordedEntry(
  plan: EntryPlan,
  record: LinkRecord,
  found: readonly Entry[],
): Entry | undefined {
  const candidates = found.filter((entry) => entry.implementation === plan.implementation);
  const named = (entry: Entry): boolean => equalValues(entry.name, record.wrote.name);
  const aimed = (entry: Entry): boolean => matches(entry, record.wrote, plan.target);
  return (
    candidates.find((entry) => entry.id === record.id && (named(entry) || aimed(entry))) ??
    candidates.find((entry) => named(entry) && aimed(entry))
  );
}

/** An entry against what it should be, companions included. */
export async function compareEntry(work: EntryWork, entry: Entry): Promise<Comparison> {
  const elsewhere = await Promise.all(
    work.companions.map(async (companion) => [companion.key, await companion.read()] as const),
  );
  return compareValues(
    desiredValues(work, entry),
    { ...valuesOf(entry), ...Object.fromEntries(elsewhere) },
    work.record?.wrote,
  );
}

/** What this version of the application can hold of what it should, companions included. */
export function desiredValues(work: EntryWork, entry: Entry): Values {
  return {
    ...pickValues(work.values, offeredKeys(entry, work.values)),
    ...Object.fromEntries(work.companions.map(({ key, value }) => [key, value])),
  };
}

export function differences(comparison: Comparison): readonly string[] {
  return [...comparison.outdated, ...comparison.byHand].toSorted();
}

/** Older versions lack some of the fields; what they do not have cannot differ. */
export function offeredKeys(entry: Entry, values: Values): readonly string[] {
  return Object.keys(values).filter((key) => offers(entry, key));
}

export function secretValues(work: EntryWork): readonly string[] {
  return Object.values(work.secrets).map((secret) => secret.value);
}

export function secretVersions(work: EntryWork): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(work.secrets).map(([field, secret]) => [field, secret.version]));
}

/** Real values by field: for a body, never for a record or a message. */
export function secretFields(work: EntryWork): Values {
  return Object.fromEntries(Object.entries(work.secrets).map(([field, secret]) => [field, secret.value]));
}
