import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeWords } from '#activities/host/watch/words.ts';
import type { Happening, Observation } from '#contracts/messages.ts';

const at = '2026-01-01T00:00:00.000Z';

function probe(cause: string, restarts?: number): Observation {
  return { at, health: 'healthy', cause, source: 'probe', ...(restarts === undefined ? {} : { restarts }) };
}

function event(happened: Happening, cause: string, restarts?: number): Observation {
  const word = { at, health: 'unhealthy', cause, source: 'event', happened } as const;
  return { ...word, ...(restarts === undefined ? {} : { restarts }) };
}

function left(...words: readonly Observation[]): readonly string[] {
  return words
    .reduce<readonly Observation[]>(mergeWords, [])
    .map(({ cause, restarts }) => (restarts === undefined ? cause : `${cause} ×${restarts}`));
}

it('what a probe found is void once there is a newer word', () => {
  expect(left(probe('ill'), probe('well'))).toEqual(['well']);
  expect(left(probe('well'), event('ended', 'ended'))).toEqual(['ended']);
});

it('what happened is told before what a probe found after it', () => {
  expect(left(event('ended', 'ended'), probe('well'))).toEqual(['ended', 'well']);
});

it('of what happened again only the newest is told, of different things all', () => {
  expect(left(event('ended', 'code 1'), probe('well'), event('ended', 'code 2'))).toEqual(['code 2']);
  expect(left(event('out-of-memory', 'memory'), event('ended', 'ended'))).toEqual(['memory', 'ended']);
});

it('counts of restarts add up', () => {
  expect(left(event('ended', 'code 1', 1), probe('well', 1), event('ended', 'code 2', 2))).toEqual([
    'code 2 ×4',
  ]);
});

it('however many words come, few are left, and no restart is lost', () => {
  const happenings = fc.constantFrom<Happening>('ended', 'out-of-memory', 'gone', 'drifted', 'stalled');
  const restarts = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
  const word = fc.oneof(
    restarts.map((count) => probe('well', count)),
    fc.tuple(happenings, restarts).map(([happened, count]) => event(happened, happened, count)),
  );
  const sum = (words: readonly Observation[]) => words.reduce((all, one) => all + (one.restarts ?? 0), 0);
  fc.assert(
    fc.property(fc.array(word, { maxLength: 50 }), (words) => {
      const kept = words.reduce<readonly Observation[]>(mergeWords, []);
      expect(kept.length).toBeLessThanOrEqual(6);
      expect(sum(kept)).toBe(sum(words));
      expect(kept.at(-1)?.cause).toBe(words.at(-1)?.cause);
    }),
  );
});
