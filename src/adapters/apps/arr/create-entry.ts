import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome } from '#domain/link.ts';
import { pickValues, type Values } from '../comparison.ts';
import type { LinkRecord } from '../record.ts';
import { type Entry, offers, withValues } from './entry.ts';
import {
  type EntryWork,
  offeredKeys,
  recordedEntry,
  secretFields,
  secretValues,
  secretVersions,
} from './entry-work.ts';
import { readBack } from './read-back.ts';

/** Makes the entry; the application tests the connection before it saves. */
export async function createEntry(work: EntryWork): Promise<LinkOutcome> {
  const { plan, tools, entries } = work;
  const template = await entries.template(plan.implementation);
  throwIfMissing(work, template);
  const values = {
    ...pickValues(work.values, offeredKeys(template, work.values)),
    name: freeName(work),
  };
  const record = intent(work, values);
  // Written before the entry: an attempt that dies in between must find that the entry is its own.
  await tools.records.write(record);
  await writeCompanions(work);
  await entries.create(withValues(template, { ...values, ...secretFields(work) }), secretValues(work));
  const made = recordedEntry(plan, record, await entries.list());
  const entry = readBack(work, values, made);
  await tools.records.write({ ...record, ...(entry.id === undefined ? {} : { id: entry.id }) });
  await work.afterWrite();
  return { outcome: 'applied', created: true, detail: `${plan.noun} "${values.name}" made and tested` };
}

function throwIfMissing(work: EntryWork, template: Entry): void {
  const { plan, secrets } = work;
  const missing = [...plan.target, ...Object.keys(secrets)].filter((key) => !offers(template, key));
  if (missing.length === 0) return;
  throw new DomainError(
    'link-refused',
    `${plan.implementation} has no field ${missing.join(', ')} any more.`,
  );
}

/** Names are unique without regard to case; a person's own entry may have taken ours. */
function freeName(work: EntryWork): string {
  const { name } = work.plan;
  const taken = work.found.some((entry) => entry.name?.toLowerCase() === name.toLowerCase());
  return taken ? `${name} (Showrunner)` : name;
}

function intent(work: EntryWork, values: Values): LinkRecord {
  const companions = Object.fromEntries(work.companions.map(({ key, value }) => [key, value]));
  return {
    ...(work.tools.task === undefined ? {} : { task: work.tools.task }),
    wrote: { ...values, ...companions },
    secrets: secretVersions(work),
  };
}

async function writeCompanions(work: EntryWork): Promise<void> {
  for (const companion of work.companions) {
    if ((await companion.read()) !== companion.value) await companion.write();
  }
}
