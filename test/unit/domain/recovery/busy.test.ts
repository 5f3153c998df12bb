import { describe, expect, it } from 'vitest';
import type { Outcome } from '#domain/recovery/outcomes.ts';
import { course, ended, gone, hung, neverHealthy, time, well } from './course.ts';

const succeeded: Outcome = { type: 'succeeded' };
const askable = { busy: { longestSeconds: 7200 } };
const scan = 'Rescan Series';
const told = `0 waiting: it is busy: ${scan}; it is healed when that has ended, at the latest at ${time(7200)}`;

describe('a service that can say whether it is busy', () => {
  it('is asked before an attempt, and each minute while it is; it is attempted when that has ended', () => {
    const life = course(askable);
    life.works(scan);
    life.hear(hung);
    life.pass(150);
    expect(life.asked).toEqual([0, 60, 120]);
    life.works();
    life.pass(60, succeeded);
    expect(life.log).toEqual([told, '180 attempt: no answer', '180 recovered: mended: no answer']);
  });

  it('is attempted at the latest when it has been busy for as long as its definition says, and not asked any more', () => {
    const life = course({ busy: { longestSeconds: 90 } });
    life.works(scan);
    life.hear(hung);
    life.pass(600, neverHealthy);
    expect(life.attempts()).toEqual([90, 120, 180, 570]);
    expect(life.asked).toEqual([0, 60]);
  });

  it('has that long in one trouble, however often it is idle in between and whatever words come', () => {
    const life = course({ busy: { longestSeconds: 300 } });
    life.works(scan);
    life.hear(hung);
    life.pass(100);
    life.works();
    life.pass(20, neverHealthy);
    life.works('Backup');
    life.hear({ ...hung, cause: '500 Internal Server Error' });
    life.pass(179, neverHealthy);
    expect(life.attempts()).toEqual([120]);
    life.pass(1, succeeded);
    expect(life.attempts()).toEqual([120, 300]);
    expect(life.log.filter((line) => line.includes('waiting')).map((line) => line.split(';')[0])).toEqual([
      '0 waiting: it is busy: Rescan Series',
      '150 waiting: it is busy: Backup',
    ]);
  });

  it('has that long again in the next trouble', () => {
    const life = course({ busy: { longestSeconds: 60 } });
    life.works(scan);
    life.hear(hung);
    life.pass(60, succeeded);
    life.pass(600);
    life.hear(hung);
    life.pass(59);
    expect(life.attempts()).toEqual([60]);
  });

  it('is not blamed for being busy: nothing counts as a failure, and no breaker opens', () => {
    const life = course(askable);
    life.works(scan);
    life.hear(hung);
    life.pass(7000);
    expect(life.recovery).toMatchObject({ failures: 0, held: { by: 'busy', since: time(0) }, alerts: {} });
    life.hear(well);
    life.pass(120);
    expect(life.log).toEqual([told, '7000 recovered: it came round by itself: 200 OK']);
    expect(life.recovery).not.toHaveProperty('held');
  });

  it.each([gone, ended])('is not asked when $cause: then it is busy with nothing', (word) => {
    const life = course(askable);
    life.works(scan);
    life.hear(word);
    life.pass(10, succeeded);
    expect(life.asked).toEqual([]);
    expect(life.attempts()).toHaveLength(1);
  });

  it('that was busy and whose container is gone is attempted at once', () => {
    const life = course(askable);
    life.works(scan);
    life.hear(hung);
    life.pass(30);
    life.hear(gone);
    life.pass(1, succeeded);
    expect(life.attempts()).toEqual([30]);
  });

  it('is not asked while something else holds recovery back, nor before the next try is due', () => {
    const life = course({ ...askable, maintenance: { until: time(100), reason: 'a new disk' } });
    life.hear(hung);
    life.pass(99);
    life.endMaintenance();
    expect(life.asked).toEqual([99]);
    life.pass(28, neverHealthy);
    expect(life.asked).toEqual([99]);
  });
});
