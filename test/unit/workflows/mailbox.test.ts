import { describe, expect, it } from 'vitest';
import type { Observation } from '#contracts/messages.ts';
import { createMailbox } from '#workflows/monitor/mailbox.ts';

describe('words that wait to be told', () => {
  it('are taken event by event; of probes the newest alone, when no event waits', () => {
    const mailbox = createMailbox([probe('1'), event('2'), probe('3'), event('4'), probe('5'), probe('6')]);
    const taken = [mailbox.take(), mailbox.take(), mailbox.take(), mailbox.take()];
    expect(taken.map((word) => word?.cause)).toEqual(['2', '4', '6', undefined]);
    expect(mailbox.isEmpty()).toBe(true);
  });

  it('lose no restart of the engine with those that are overtaken', () => {
    const mailbox = createMailbox([probe('1', 1), probe('2', 2), probe('3')]);
    expect(mailbox.take()).toMatchObject({ cause: '3', restarts: 3 });
  });

  it('come back when they could not be told, unless there is a newer one', () => {
    const mailbox = createMailbox([]);
    mailbox.putBack(event('old', 1));
    expect(mailbox.words()).toEqual([event('old', 1)]);
    mailbox.put(probe('new'));
    mailbox.put(probe('newer'));
    mailbox.putBack(event('older', 1));
    expect(mailbox.words()).toEqual([probe('newer', 2)]);
  });

  it('come back in their order when nobody heard them; of too many the oldest goes', () => {
    const mailbox = createMailbox([event('1', 1), event('2')]);
    const first = mailbox.take();
    if (first === undefined) throw new Error('No word was there.');
    mailbox.giveBack([first]);
    expect(mailbox.words().map(({ cause }) => cause)).toEqual(['1', '2']);
    for (let number = 3; number <= 20; number += 1) mailbox.put(event(String(number)));
    mailbox.giveBack([event('0', 1)]);
    expect(mailbox.words()).toHaveLength(20);
    expect(mailbox.words()[0]).toMatchObject({ cause: '1', restarts: 2 });
  });

  it('are few, however many come: the oldest go', () => {
    const mailbox = createMailbox([]);
    for (let number = 0; number < 1000; number += 1) mailbox.put(event(String(number), 1));
    const words = mailbox.words();
    expect(words).toHaveLength(20);
    expect(words.at(-1)?.cause).toBe('999');
    expect(words.reduce((sum, { restarts = 0 }) => sum + restarts, 0)).toBe(1000);
  });
});

function event(cause: string, restarts = 0): Observation {
  return word('event', cause, restarts);
}

function probe(cause: string, restarts = 0): Observation {
  return word('probe', cause, restarts);
}

function word(source: 'event' | 'probe', cause: string, restarts: number): Observation {
  const said = { at: '2026-11-23T12:00:00.000Z', health: 'unhealthy', cause, source } as const;
  return restarts === 0 ? said : { ...said, restarts };
}
