import { describe, expect, it } from 'vitest';
import { hostId } from '#domain/ids.ts';
import { createTurns } from '#workers/gateway/host-api/turns.ts';

const [nas, attic] = [hostId('nas'), hostId('attic')];

describe('what a host asks for in turn', () => {
  it('is begun when the one before it is done, also where that failed; no other host waits', async () => {
    const turns = createTurns();
    const first = Promise.withResolvers<string>();
    const begun: string[] = [];
    const work = (name: string, result: Promise<string>) => () => {
      begun.push(name);
      return result;
    };
    const one = turns.take(nas, 0, work('one', first.promise));
    const two = turns.take(nas, 0, work('two', Promise.resolve('done')));
    expect(await turns.take(attic, 0, work('other', Promise.resolve('done')))).toBe('done');
    expect(begun).toEqual(['one', 'other']);
    first.reject(new Error('broken'));
    await expect(one).rejects.toThrow('broken');
    expect(await two).toBe('done');
  });
});
