import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLimit } from '#activities/host/watch/limit.ts';

interface Job {
  readonly done: Promise<number>;
  finish(): void;
  fail(): void;
}

function jobs(
  count: number,
  size: number,
): { readonly begun: readonly number[]; readonly all: readonly Job[] } {
  const limit = createLimit(size);
  const begun: number[] = [];
  const all = Array.from({ length: count }, (_, at): Job => {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const done = limit(() => {
      begun.push(at);
      return promise;
    });
    return { done, finish: () => resolve(at), fail: () => reject(new Error('failed')) };
  });
  return { begun, all };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

it('as much as the limit begins at once, the rest when a place is free, in the order of asking', async () => {
  const { begun, all } = jobs(4, 2);
  await settle();
  expect(begun).toEqual([0, 1]);
  all[1]?.finish();
  await settle();
  expect(begun).toEqual([0, 1, 2]);
  for (const job of all) job.finish();
  expect(await Promise.all(all.map(({ done }) => done))).toEqual([0, 1, 2, 3]);
});

it('work that fails gives its place back', async () => {
  const { begun, all } = jobs(2, 1);
  all[0]?.fail();
  await expect(all[0]?.done).rejects.toThrow('failed');
  await settle();
  expect(begun).toEqual([0, 1]);
  all[1]?.finish();
  expect(await all[1]?.done).toBe(1);
});

it('work that hangs gives its place away after a while, and once only', async () => {
  const limit = createLimit(1, 20);
  const hanging = Promise.withResolvers<string>();
  const hung = limit(() => hanging.promise);
  expect(await limit(async () => 'beside it')).toBe('beside it');
  const next = Promise.withResolvers<string>();
  const second = limit(() => next.promise);
  hanging.resolve('at last');
  expect(await hung).toBe('at last');
  let begun = false;
  const third = limit(async () => {
    begun = true;
  });
  await settle();
  expect(begun).toBe(false);
  next.resolve('done');
  await Promise.all([second, third]);
});

it('never more than the limit at once, whenever work is asked for, and none is left in line', async () => {
  const ticks = fc.nat(6);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.record({ asked: ticks, lasts: ticks, fails: fc.boolean() }), { maxLength: 30 }),
      async (size, pieces) => {
        const limit = createLimit(size);
        let now = 0;
        let most = 0;
        const work = async ({ lasts, fails }: (typeof pieces)[number]): Promise<void> => {
          now += 1;
          most = Math.max(most, now);
          await pass(lasts);
          now -= 1;
          if (fails) throw new Error('failed');
        };
        const ended = await Promise.allSettled(
          pieces.map((piece) => pass(4 * piece.asked).then(() => limit(() => work(piece)))),
        );
        expect(ended.map(({ status }) => status === 'rejected')).toEqual(pieces.map(({ fails }) => fails));
        expect(most).toBeLessThanOrEqual(size);
      },
    ),
  );
});

async function pass(ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
}
