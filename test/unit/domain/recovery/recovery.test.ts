import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceId } from '#domain/ids.ts';
import { decide } from '#domain/recovery/decide.ts';
import type { Outcome } from '#domain/recovery/outcomes.ts';
import type { Word } from '#domain/recovery/words.ts';
import { course, drifted, ended, gone, hung, neverHealthy, time, well } from './course.ts';

const succeeded: Outcome = { type: 'succeeded' };
const postgres = { service: serviceId('postgres'), cause: 'it does not answer' };

describe('a service in trouble', () => {
  it('is attempted at once, and all is forgotten when it stays well', () => {
    const life = course();
    life.hear(gone);
    life.pass(600, succeeded);
    expect(life.log).toEqual([
      '0 attempt: its container is gone',
      '0 recovered: mended: its container is gone',
    ]);
    expect(life.recovery).toMatchObject({ failures: 0, alerts: {} });
    expect(life.recovery).not.toHaveProperty('wellSince');
  });

  it('is attempted at once and 30 and 60 s after failures; 90 s after the third the breaker opens, and tries follow with growing pauses', () => {
    const life = course();
    life.hear(hung);
    life.pass(20_000, neverHealthy);
    expect(life.attempts()).toEqual([0, 30, 90, 480, 1080, 2280, 4680, 8280, 11_880, 15_480, 19_080]);
    expect(life.log).toContain('180 breaker-opened: 3 attempts failed: no answer');
    expect(life.recovery.alerts).toEqual({ ServiceDown: 'raised' });
  });

  it('that is mended by a half-open try has its alert resolved once it has stayed well', () => {
    const life = course();
    life.hear(hung);
    life.pass(200, neverHealthy);
    life.pass(300, succeeded);
    expect(life.attempts()).toEqual([0, 30, 90, 480]);
    expect(life.recovery.alerts).toEqual({ ServiceDown: 'raised' });
    life.pass(300);
    expect(life.log.at(-1)).toBe('780 breaker-closed: it has been well for long enough');
    expect(life.recovery).toMatchObject({ failures: 0, alerts: { ServiceDown: 'resolved' } });
  });

  it('whose engine restarts what ended needs no attempt', () => {
    const life = course();
    life.hear(ended);
    life.pass(8);
    life.hear({ ...well, restarts: 1 });
    life.pass(600);
    expect(life.log).toEqual([]);
  });

  it('that the engine does not restart is attempted after a short grace', () => {
    const life = course();
    life.hear(ended);
    life.pass(60, succeeded);
    expect(life.attempts()).toEqual([10]);
  });

  it('whose ended container is removed is attempted at once', () => {
    const life = course();
    life.hear(ended);
    life.pass(2);
    life.hear(gone);
    life.pass(60, succeeded);
    expect(life.attempts()).toEqual([2]);
  });

  it('that is starting again is given the time that its start may take', () => {
    const life = course();
    life.hear(ended);
    life.pass(1);
    life.hear({ health: 'starting', cause: 'it was started again', restarts: 1 });
    life.pass(200, succeeded);
    expect(life.attempts()).toEqual([61]);
  });
});

describe('a service that does not stay well', () => {
  it('has each lapse counted as a failure of the attempt before, and is called flapping', () => {
    const life = course();
    life.hear(hung);
    life.pass(30, succeeded);
    life.hear(hung);
    expect(life.log.at(-1)).toBe('30 relapsed: it was well for 30 s only: no answer');
    life.pass(60, succeeded);
    life.hear(hung);
    life.pass(1);
    expect(life.attempts()).toEqual([0, 60]);
    expect(life.recovery).toMatchObject({ failures: 2, alerts: { ServiceFlapping: 'raised' } });
  });

  it('though the engine restarts it each time, has its breaker opened in the end', () => {
    const life = course();
    for (let round = 0; round < 7; round += 1) {
      life.hear(ended);
      life.pass(5);
      life.hear({ ...well, restarts: 1 });
      life.pass(15);
    }
    expect(life.log.join('\n')).toMatch(/breaker-opened: /);
    expect(life.recovery).toMatchObject({ alerts: { ServiceFlapping: 'raised' } });
    life.pass(600);
    expect(life.recovery).toMatchObject({ failures: 0, alerts: { ServiceFlapping: 'resolved' } });
  });

  it('is in a crash loop after four restarts by the engine, also when only they are told', () => {
    const life = course();
    life.hear({ ...well, restarts: 3 });
    expect(life.log).toEqual([]);
    life.hear({ ...well, restarts: 1 });
    expect(life.log).toEqual(['0 relapsed: the engine restarted it 4 times within 10 minutes']);
    expect(life.recovery).toMatchObject({ failures: 1, restarts: [], alerts: { ServiceFlapping: 'raised' } });
  });

  it('is not in a crash loop when the restarts lie far apart', () => {
    const life = course();
    for (let round = 0; round < 8; round += 1) {
      life.hear({ ...well, restarts: 1 });
      life.pass(300);
    }
    expect(life.log).toEqual([]);
    expect(life.recovery.restarts.length).toBeLessThan(4);
  });
});

describe('recovery keeps still', () => {
  it('while something that it requires is down, without blame; then it gives it a moment to come round', () => {
    const life = course({ down: [postgres] });
    life.hear(hung);
    life.pass(300);
    expect(life.log).toEqual(['0 waiting: postgres, which it requires, is down: it does not answer']);
    expect(life.recovery).toMatchObject({ failures: 0, held: { by: 'dependency', on: 'postgres' } });
    life.change({ down: [] });
    life.pass(60, succeeded);
    expect(life.attempts()).toEqual([305]);
  });

  it('but not for ever: it tries in spite of that, and a failure then is not its own', () => {
    const life = course({ down: [postgres] });
    life.hear(hung);
    life.pass(3000, neverHealthy);
    expect(life.attempts()).toEqual([600, 1200, 1800, 2400, 3000]);
    expect(life.recovery.failures).toBe(0);
    expect(life.recovery).not.toHaveProperty('openedAt');
  });

  it('during maintenance; then it acts if there is need', () => {
    const life = course({ maintenance: { until: time(1800), reason: 'a new disk' } });
    life.hear(gone);
    life.pass(1799);
    expect(life.log).toEqual(['0 waiting: maintenance: a new disk']);
    life.endMaintenance();
    expect(life.move.do).toBe('attempt');
  });

  it('during maintenance, looking every five minutes whether the window is still open', () => {
    const life = course({ maintenance: { until: time(700), reason: 'a new disk' } });
    life.hear(gone);
    expect(life.move).toEqual({ do: 'wait', until: time(300) });
    life.pass(650);
    expect(life.move).toEqual({ do: 'wait', until: time(700) });
    expect(life.log).toEqual(['0 waiting: maintenance: a new disk']);
  });

  it('for drift that is to be reported only, until something worse happens', () => {
    const life = course({ drift: 'report' });
    life.hear(drifted);
    life.pass(3600);
    expect(life.log).toEqual(['0 waiting: drift is only reported: it is in no network']);
    life.hear(gone);
    expect(life.move.do).toBe('attempt');
  });

  it('for one that is not to run, and forgets what was: a stop resolves its alerts', () => {
    const life = course();
    life.hear(hung);
    life.pass(200, neverHealthy);
    life.change({ desired: 'stopped', status: 'stopped' });
    expect(life.move).toEqual({ do: 'rest' });
    expect(life.recovery).toEqual({ failures: 0, restarts: [], alerts: { ServiceDown: 'resolved' } });
  });

  it('while an operation is at work', () => {
    const life = course({ owned: true });
    life.hear(gone);
    expect(life.move).toEqual({ do: 'stand-aside' });
  });
});

describe('an attempt', () => {
  it.each([
    ['that was cancelled', { type: 'cancelled' }, 15],
    ['that met an outage', { type: 'failed', code: 'engine-unreachable', message: 'away' }, 30],
    ['that another operation came before', { type: 'failed', code: 'service-busy', message: 'busy' }, 30],
    ['for which a dependency failed', { type: 'failed', code: 'dependency-failed', message: 'x' }, 30],
  ] as const)('%s does not count, and is made again a little later', (_, outcome, pause) => {
    const life = course();
    life.hear(hung);
    life.conclude(outcome);
    life.pass(pause, succeeded);
    expect(life.attempts()).toEqual([0, pause]);
    expect(life.recovery.failures).toBe(0);
  });

  it('whose end nobody saw is judged by what the row says', () => {
    const lost = course();
    lost.hear(hung);
    lost.conclude({ type: 'unseen' });
    expect(lost.recovery.failures).toBe(1);
    const mended = course();
    mended.hear(hung);
    mended.change({ owned: true, health: 'healthy' });
    mended.change({ owned: false });
    mended.conclude({ type: 'unseen' });
    expect(mended.recovery).toMatchObject({ failures: 0, wellSince: time(0) });
  });
});

describe('what others did', () => {
  it('counts: an operation that found the service well ends its trouble', () => {
    const life = course();
    life.hear(hung);
    life.conclude(neverHealthy);
    life.change({ health: 'healthy' });
    expect(life.recovery).not.toHaveProperty('trouble');
    life.pass(600);
    expect(life.recovery.failures).toBe(0);
  });

  it('that failed is mended if the service is to run', () => {
    const life = course();
    life.change({ status: 'failed', health: 'unknown' });
    life.pass(60, succeeded);
    expect(life.log[0]).toBe('30 attempt: its last operation failed');
  });
});

describe('bad news from before an operation ended', () => {
  it('is looked into after a short grace, without being a lapse', () => {
    const life = course();
    life.doubt(ended);
    life.pass(60, succeeded);
    expect(life.attempts()).toEqual([5]);
    expect(life.recovery.failures).toBe(0);
  });

  it('is void as soon as the watcher says better', () => {
    const life = course();
    life.doubt(ended);
    life.pass(2);
    life.hear(well);
    life.pass(600);
    expect(life.log).toEqual([]);
  });

  it('is void as well by better news from then, for words come in the order in which things were seen', () => {
    const life = course();
    life.doubt(gone);
    life.doubt(well);
    life.pass(600);
    expect(life.log).toEqual([]);
  });

  it('is nothing when it is good', () => {
    const life = course();
    life.doubt(well);
    expect(life.recovery).not.toHaveProperty('trouble');
  });
});

describe('whatever happens', () => {
  const deeds = fc.array(
    fc.oneof<fc.Arbitrary<Deed>[]>(
      fc.constantFrom(gone, ended, hung, drifted, well).map((word) => ({ word })),
      fc
        .constantFrom<Outcome>(neverHealthy, succeeded, { type: 'cancelled' })
        .map((outcome) => ({ outcome })),
      fc.integer({ min: 1, max: 900 }).map((seconds) => ({ seconds })),
      fc.boolean().map((busy) => ({ busy })),
    ),
    { maxLength: 40 },
  );

  it('a decision that is asked for again is the same, and at most the last four restarts are remembered', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const life = course({ busy: { longestSeconds: 1200 } });
        for (const deed of all) {
          apply(life, deed);
          const again = decide(life.recovery, life.situation, life.now());
          if (life.move.do !== 'wait') expect(again.move.do).toBe(life.move.do);
          expect(again.recovery.failures).toBe(life.recovery.failures);
          expect(life.recovery.restarts.length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});

type Deed =
  | { readonly word: Omit<Word, 'at'> }
  | { readonly outcome: Outcome }
  | { readonly seconds: number }
  | { readonly busy: boolean };

function apply(life: ReturnType<typeof course>, deed: Deed): void {
  if ('word' in deed) life.hear({ ...deed.word, restarts: 1 });
  else if ('busy' in deed) {
    life.works(deed.busy ? 'a scan' : undefined);
    life.change({});
  } else if ('seconds' in deed) life.pass(deed.seconds, neverHealthy);
  else if (life.move.do === 'attempt') life.conclude(deed.outcome);
}
