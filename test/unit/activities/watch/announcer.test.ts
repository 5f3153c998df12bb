import { describe, expect, it } from 'vitest';
import { createAnnouncer } from '#activities/host/watch/announcer.ts';

interface Word {
  readonly text: string;
  readonly lasting?: boolean;
}

const within = { timeout: 5000, interval: 1 };

function announcing(deliver: (word: Word) => Promise<void>) {
  const failures: unknown[] = [];
  const announce = createAnnouncer<Word>({
    deliver,
    overtakes: (_, waiting) => waiting.lasting !== true,
    onUndelivered: (error) => failures.push(error),
    signal: AbortSignal.timeout(10_000),
  });
  return { announce, failures };
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
});
