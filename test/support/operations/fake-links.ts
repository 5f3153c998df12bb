import type { LinkOutcome, LinkSpec } from '#domain/link.ts';
import type { LinkApplier } from '#ports/link-applier.ts';

/** Links in memory: what was applied, and what is scripted to go wrong. */
export interface FakeLinks extends LinkApplier {
  readonly applied: ReadonlySet<string>;
  /** The next apply of this link throws, or never ends until its signal aborts. */
  next(link: string, behaviour: Error | 'hang'): void;
}

export function createFakeLinks(): FakeLinks {
  const applied = new Set<string>();
  const planned = new Map<string, Error | 'hang'>();
  return {
    applied,
    next: (link, behaviour) => void planned.set(link, behaviour),
    apply: async (link, signal) => {
      const behaviour = planned.get(nameOf(link));
      planned.delete(nameOf(link));
      if (behaviour instanceof Error) throw behaviour;
      if (behaviour === 'hang') await untilAborted(signal);
      const created = !applied.has(nameOf(link));
      applied.add(nameOf(link));
      return outcome(created ? 'applied' : 'present', created);
    },
    remove: async (link) => outcome(applied.delete(nameOf(link)) ? 'applied' : 'present', false),
    verify: async (link) => ({ ok: applied.has(nameOf(link)), detail: '' }),
  };
}

function nameOf({ kind, consumer, provider }: LinkSpec): string {
  return `${consumer.service} ${kind} ${provider.service}`;
}

function outcome(kind: LinkOutcome['outcome'], created: boolean): LinkOutcome {
  return { outcome: kind, detail: kind, created };
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
}
