import type { LinkApplier } from '#ports/link-applier.ts';
import { result, type StepExecutor } from './executor.ts';

/** Effect: the application has the link, read back; what a person changed stays and is told. */
export function applyLink(links: LinkApplier): StepExecutor<'applyLink'> {
  return async ({ link }, { signal }) => {
    const { outcome, detail, created } = await links.apply(link, signal);
    const shown = { applied: 'done', present: 'adopted', kept: 'kept' } as const;
    return result(shown[outcome], detail, created);
  };
}

/** Effect: the application no longer has the link that Showrunner made. */
export function removeLink(links: LinkApplier): StepExecutor<'removeLink'> {
  return async ({ link }, { signal, task, undo }) => {
    const { outcome, detail } = await links.remove(link, signal, undo ? task : undefined);
    return result(outcome === 'applied' ? 'done' : 'adopted', detail, false);
  };
}
