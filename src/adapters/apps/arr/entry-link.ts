import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome } from '#domain/link.ts';
import type { LinkTools, LinkVerdict, OpenLink } from '../open-link.ts';
import { createEntry } from './create-entry.ts';
import { entriesOf } from './entries.ts';
import { type Entry, matches } from './entry.ts';
import type { EntryPlan } from './entry-plan.ts';
import {
  compareEntry,
  differences,
  type EntryWork,
  openEntryWork,
  ownEntry,
  recordedEntry,
  secretValues,
} from './entry-work.ts';
import { updateEntry } from './update-entry.ts';

/** A link that is one entry of a provider resource: made, kept up to date, tested and taken back alike for all of them. */
export function openEntryLink(plan: EntryPlan, tools: LinkTools): OpenLink {
  return {
    apply: () => applyEntry(plan, tools),
    remove: () => removeEntry(plan, tools),
    verify: () => verifyEntry(plan, tools),
  };
}

async function applyEntry(plan: EntryPlan, tools: LinkTools): Promise<LinkOutcome> {
  const work = await openEntryWork(plan, tools);
  const own = ownEntry(work);
  if (own !== undefined) return updateEntry(work, own);
  const foreign = foreignEntry(work);
  return foreign === undefined ? createEntry(work) : leaveForeign(work, foreign);
}

/** An entry that a person made for the same target: a second one beside it would do everything twice. */
function foreignEntry(work: EntryWork): Entry | undefined {
  return work.found.find(
    (entry) =>
      entry.implementation === work.plan.implementation && matches(entry, work.values, work.plan.target),
  );
}

async function leaveForeign(work: EntryWork, entry: Entry): Promise<LinkOutcome> {
  const { plan } = work;
  const what = `the ${plan.noun} "${entry.name}" was made by hand`;
  const differing = differences(await compareEntry(work, entry)).filter((key) => key !== 'name');
  if (differing.length > 0) {
    return { outcome: 'kept', created: false, detail: `${what} and stays as it is: ${differing.join(', ')}` };
  }
  const refusal = await work.entries.test(entry, secretValues(work));
  if (refusal === undefined) return { outcome: 'present', created: false, detail: `${what} and works` };
  return { outcome: 'kept', created: false, detail: `${what} and fails its test: ${refusal}` };
}

async function removeEntry(plan: EntryPlan, tools: LinkTools): Promise<LinkOutcome> {
  const record = await tools.records.read();
  if (record === undefined) return nothingLeft(plan, 'was not made by Showrunner');
  const entries = entriesOf(await plan.holder(), plan.resource);
  const entry = recordedEntry(plan, record, await entries.list());
  if (entry === undefined) {
    await tools.records.forget();
    return nothingLeft(plan, 'is gone already');
  }
  const pointsElsewhere = [...plan.target, ...plan.login].some(
    (key) => key in record.wrote && !matches(entry, record.wrote, [key]),
  );
  if (pointsElsewhere) {
    const detail = `the ${plan.noun} "${entry.name}" was pointed elsewhere by hand and stays`;
    return { outcome: 'kept', created: false, detail };
  }
  await entries.remove(entry);
  if ((await entries.list()).some((one) => one.id === entry.id)) {
    throw new DomainError(
      'link-refused',
      `The ${plan.noun} "${entry.name}" is still there after its removal.`,
    );
  }
  await tools.records.forget();
  return { outcome: 'applied', created: false, detail: `the ${plan.noun} "${entry.name}" was taken back` };
}

function nothingLeft(plan: EntryPlan, why: string): LinkOutcome {
  return { outcome: 'present', created: false, detail: `nothing to take back: the ${plan.noun} ${why}` };
}

async function verifyEntry(plan: EntryPlan, tools: LinkTools): Promise<LinkVerdict> {
  const work = await openEntryWork(plan, tools);
  const entry = ownEntry(work) ?? foreignEntry(work);
  if (entry === undefined) return { ok: false, detail: `there is no ${plan.noun} for ${plan.name}` };
  const what = `the ${plan.noun} "${entry.name}"`;
  const differing = differences(await compareEntry(work, entry)).filter((key) => key !== 'name');
  if (differing.length > 0) return { ok: false, detail: `${what} differs: ${differing.join(', ')}` };
  const refusal = await work.entries.test(entry, secretValues(work));
  if (refusal !== undefined) return { ok: false, detail: `${what} fails its test: ${refusal}` };
  return { ok: true, detail: `${what} passes its test` };
}
