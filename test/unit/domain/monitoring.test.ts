import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newWatch, takeFact, takeProbe, type Watch } from '#domain/monitoring.ts';

const well = { ok: true, detail: 'answered 200' };
const ill = { ok: false, detail: 'connection refused' };
const otherwise = { ok: false, detail: '503 Service Unavailable' };

/** `+` is a good probe, `-` a bad one, `~` one that is bad in another way, `!` a container's end; tells what is told, in order. */
function told(course: string, retries = 3): readonly string[] {
  let watch: Watch = newWatch;
  return [...course].flatMap((sign) => {
    const probe = sign === '+' ? well : sign === '~' ? otherwise : ill;
    const taken = sign === '!' ? takeFact(watch, 'unhealthy') : takeProbe(watch, probe, retries);
    watch = taken.watch;
    return taken.tell ?? [];
  });
}

describe('with three retries', () => {
  it.each([
    ['+', ['healthy']],
    ['+++', ['healthy']],
    ['+-', ['healthy']],
    ['+--+', ['healthy']],
    ['+---', ['healthy', 'unhealthy']],
    ['+-----', ['healthy', 'unhealthy']],
    ['+--+--+--', ['healthy']],
    ['+---+', ['healthy', 'unhealthy', 'healthy']],
    ['+---+--', ['healthy', 'unhealthy', 'healthy']],
    ['--', []],
    ['---', ['unhealthy']],
    ['+!', ['healthy', 'unhealthy']],
    ['+!!', ['healthy', 'unhealthy', 'unhealthy']],
    ['+!--', ['healthy', 'unhealthy']],
    ['+!---', ['healthy', 'unhealthy', 'unhealthy']],
    ['+!------', ['healthy', 'unhealthy', 'unhealthy']],
    ['+-~-', ['healthy', 'unhealthy']],
    ['+---~~', ['healthy', 'unhealthy']],
    ['+---~~~', ['healthy', 'unhealthy', 'unhealthy']],
    ['+---~~~~~~', ['healthy', 'unhealthy', 'unhealthy']],
    ['+---~-~-~-~-', ['healthy', 'unhealthy']],
    ['+!+', ['healthy', 'unhealthy', 'healthy']],
    ['+--!', ['healthy', 'unhealthy']],
  ])('%s tells %j', (course, words) => {
    expect(told(course)).toEqual(words);
  });
});

it('one failure is enough where no retry is wanted', () => {
  expect(told('+-', 1)).toEqual(['healthy', 'unhealthy']);
});

it('of probes only changes are told, and the last word is what the last run of probes says', () => {
  const course = fc.string({ unit: fc.constantFrom('+', '-', '~', '!'), maxLength: 60 });
  fc.assert(
    fc.property(course, fc.integer({ min: 1, max: 5 }), (signs, retries) => {
      const words = told(signs, retries);
      const changes = words.filter((word, at) => word === 'healthy' && words[at - 1] === 'healthy');
      expect(changes).toEqual([]);
      if (signs.endsWith('+')) expect(words.at(-1)).toBe('healthy');
      if (signs.endsWith('-'.repeat(retries)) || signs.endsWith('!')) expect(words.at(-1)).toBe('unhealthy');
    }),
  );
});
