import { describe, expect, it } from 'vitest';
import { applyLink, removeLink } from '#activities/steps/links.ts';
import { DomainError } from '#domain/errors.ts';
import type { LinkOutcome, LinkSpec } from '#domain/link.ts';
import type { LinkApplier } from '#ports/link-applier.ts';
import { anEnd } from '#test/support/domain/index.ts';
import { createFakeLinks } from '#test/support/operations/fake-links.ts';
import { tools } from './support/tools.ts';

const link: LinkSpec = {
  kind: 'indexer-application',
  consumer: anEnd('sonarr'),
  provider: anEnd('prowlarr'),
  arguments: {},
};

function answering(outcome: LinkOutcome): LinkApplier {
  return { ...createFakeLinks(), apply: async () => outcome, remove: async () => outcome };
}

describe('applyLink', () => {
  it('makes the link once; what an earlier try made is adopted', async () => {
    const links = createFakeLinks();
    expect(await applyLink(links)({ link }, tools())).toMatchObject({ outcome: 'done', undoable: true });
    expect(await applyLink(links)({ link }, tools())).toMatchObject({ outcome: 'adopted', undoable: false });
  });

  it('that was brought up to date is done, and nothing that an undo may take away', async () => {
    const outcome = { outcome: 'applied', created: false, detail: 'new password' } as const;
    expect(await applyLink(answering(outcome))({ link }, tools())).toEqual({
      outcome: 'done',
      detail: 'new password',
      undoable: false,
    });
  });

  it('that a person changed is kept, with what differs', async () => {
    const outcome = { outcome: 'kept', created: false, detail: 'its name differs' } as const;
    expect(await applyLink(answering(outcome))({ link }, tools())).toEqual({
      outcome: 'kept',
      detail: 'its name differs',
      undoable: false,
    });
  });

  it('that an application refuses is a failure in its own words', async () => {
    const links = createFakeLinks();
    links.next('sonarr indexer-application prowlarr', new DomainError('link-refused', 'Prowlarr says no.'));
    await expect(applyLink(links)({ link }, tools())).rejects.toMatchObject({ code: 'link-refused' });
  });

  it('ends when the task is cancelled', async () => {
    const links = createFakeLinks();
    links.next('sonarr indexer-application prowlarr', 'hang');
    const cancel = new AbortController();
    const applied = applyLink(links)({ link }, tools({ signal: cancel.signal }));
    cancel.abort(new Error('cancelled'));
    await expect(applied).rejects.toThrow('cancelled');
  });
});

describe('removeLink', () => {
  it('takes the link back once', async () => {
    const links = createFakeLinks();
    await applyLink(links)({ link }, tools());
    expect(await removeLink(links)({ link }, tools())).toMatchObject({ outcome: 'done', undoable: false });
    expect(await removeLink(links)({ link }, tools())).toMatchObject({ outcome: 'adopted', undoable: false });
    expect(links.applied.size).toBe(0);
  });
});
