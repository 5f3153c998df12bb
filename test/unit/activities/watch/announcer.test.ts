import { describe, expect, it } from 'vitest';
import { createAnnouncer } from '#activities/host/watch/announcer.ts';
import { createPace, type Pace } from '#activities/host/watch/pace.ts';

interface Word {
  readonly text: string;
  readonly lasting?: boolean;
}

const within = { timeout: 5000, interval: 1 };

function announcing(deliver: (word: Word) => Promise<void>, pace?: Pace) {
  const failures: unknown[] = [];
  const announcer = createAnnouncer<Word>({
    deliver,
    merge: (waiting, newer) => [...waiting.filter(({ lasting }) => lasting === true), newer],
    onUndelivered: (error) => failures.push(error),
    signal: AbortSignal.timeout(10_000),
    ...(pace === undefined ? {} : { turn: createPace(pace) }),
  });
  return { announce: announcer.say, isIdle: announcer.isIdle, failures };
}

describe('announcing', () => {
  it('tells one word after the other, leaving out what was overtaken while it waited', async () => {
    const told: string[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { announce } = announcing(async ({ text }) => {
      told.push(text);
      await gate;
    });
    for (const text of ['first', 'second', 'third']) announce({ text });
    open();
    await expect.poll(() => told, within).toEqual(['first', 'third']);
  });

  it('tells what happened, however much came after it', async () => {
    const told: string[] = [];
    const { announce } = announcing(async ({ text }) => {
      told.push(text);
      await new Promise((resolve) => setImmediate(resolve));
    });
    announce({ text: 'healthy' });
    announce({ text: 'ended with exit code 3', lasting: true });
    announce({ text: 'healthy again' });
    await expect.poll(() => told, within).toEqual(['healthy', 'ended with exit code 3', 'healthy again']);
  });

  it('sends a word again that could not be delivered', async () => {
    const told: string[] = [];
    const { announce, failures } = announcing(async ({ text }) => {
      if (failures.length === 0) throw new Error('away');
      told.push(text);
    });
    announce({ text: 'ended', lasting: true });
    await expect.poll(() => told, within).toEqual(['ended']);
    expect(failures).toHaveLength(1);
  });

  it('merges a word that could not be delivered with what came meanwhile', async () => {
    const told: string[] = [];
    const gate = Promise.withResolvers<void>();
    const { announce, failures } = announcing(async ({ text }) => {
      if (failures.length === 0) {
        await gate.promise;
        throw new Error('away');
      }
      told.push(text);
    });
    announce({ text: 'unhealthy' });
    announce({ text: 'healthy' });
    gate.resolve();
    await expect.poll(() => told, within).toEqual(['healthy']);
  });

  it('keeps its pace, and tells after it what is newest then', async () => {
    const told: { readonly text: string; readonly at: number }[] = [];
    const { announce, isIdle } = announcing(
      async ({ text }) => void told.push({ text, at: performance.now() }),
      { burst: 2, seconds: 0.2 },
    );
    announce({ text: 'first' });
    announce({ text: 'second' });
    await expect.poll(() => told.length, within).toBe(2);
    for (const text of ['third', 'fourth', 'fifth']) announce({ text });
    expect(isIdle()).toBe(false);
    await expect.poll(() => told.map(({ text }) => text), within).toEqual(['first', 'second', 'fifth']);
    const [, second, last] = told;
    expect((last?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThan(150);
    await expect.poll(isIdle, within).toBe(true);
  });
});
