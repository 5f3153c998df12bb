import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome } from '#domain/link.ts';
import { type Comparison, pickValues, rememberedValues } from '../comparison.ts';
import { type Entry, withValues } from './entry.ts';
import {
  compareEntry,
  desiredValues,
  type EntryWork,
  secretFields,
  secretValues,
  secretVersions,
} from './entry-work.ts';
import { readBack } from './read-back.ts';

/**
 * Brings our own entry up to date: what Showrunner wrote and wants otherwise now, and secrets that have a newer version. What a
 * person changed stays; where that is the target or the login, no secret is sent there either.
 */
export async function updateEntry(work: EntryWork, entry: Entry): Promise<LinkOutcome> {
  const comparison = await compareEntry(work, entry);
  const { byHand, outdated } = comparison;
  const trusted = ![...work.plan.target, ...work.plan.login].some((key) => byHand.includes(key));
  const changes = [...outdated, ...(trusted ? rotatedSecrets(work) : [])];
  const failing =
    changes.length + byHand.length === 0 ? await work.entries.test(entry, secretValues(work)) : undefined;
  if (changes.length > 0 || failing !== undefined) {
    await writeEntry(work, entry, outdated, trusted);
    if (failing !== undefined) await testAgain(work, entry);
    await remember(work, entry, comparison, trusted);
    await work.afterWrite();
  } else if (work.record?.id !== entry.id) {
    await remember(work, entry, comparison, trusted);
  }
  return outcomeOf(work, entry, byHand, failing === undefined ? changes : Object.keys(work.secrets));
}

/** The application masks secrets, so only the versions tell; where none is recorded, the real values are sent to be sure. */
function rotatedSecrets(work: EntryWork): readonly string[] {
  return Object.entries(work.secrets)
    .filter(([field, secret]) => work.record?.secrets[field] !== secret.version)
    .map(([field]) => field);
}

async function writeEntry(
  work: EntryWork,
  entry: Entry,
  outdated: readonly string[],
  trusted: boolean,
): Promise<void> {
  for (const companion of work.companions) {
    if (outdated.includes(companion.key)) await companion.write();
  }
  const values = pickValues(work.values, outdated);
  const secrets = trusted ? secretFields(work) : {};
  await work.entries.update(withValues(entry, { ...values, ...secrets }), secretValues(work));
  readBack(
    work,
    values,
    (await work.entries.list()).find((one) => one.id === entry.id),
  );
}

async function testAgain(work: EntryWork, entry: Entry): Promise<void> {
  const refusal = await work.entries.test(entry, secretValues(work));
  if (refusal === undefined) return;
  throw new DomainError('link-refused', `The ${work.plan.noun} "${entry.name}" fails its test: ${refusal}`);
}

async function remember(
  work: EntryWork,
  entry: Entry,
  { byHand }: Comparison,
  trusted: boolean,
): Promise<void> {
  const { task, wrote, secrets = {} } = work.record ?? {};
  await work.tools.records.write({
    ...(task === undefined ? {} : { task }),
    ...(entry.id === undefined ? {} : { id: entry.id }),
    wrote: rememberedValues(desiredValues(work, entry), byHand, wrote),
    secrets: trusted ? secretVersions(work) : secrets,
  });
}

function outcomeOf(
  work: EntryWork,
  entry: Entry,
  byHand: readonly string[],
  changes: readonly string[],
): LinkOutcome {
  const { record, tools, plan } = work;
  const created = record?.task !== undefined && record.task === tools.task;
  const what = `${plan.noun} "${entry.name}"`;
  const brought = changes.length === 0 ? [] : [`brought up to date: ${changes.join(', ')}`];
  if (byHand.length > 0) {
    const detail = [`${what} was changed by hand and stays so: ${byHand.join(', ')}`, ...brought].join('; ');
    return { outcome: 'kept', created, detail };
  }
  if (changes.length > 0) return { outcome: 'applied', created, detail: `${what} ${brought.join('')}` };
  return { outcome: 'present', created, detail: `${what} is there and passes its test` };
}
