import { expect, test } from 'vitest';
import { countTests } from '#cli/commands/test/count-tests.ts';

function report(passed: number, failed: number, success: boolean): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 2,
    numTodoTests: 0,
    success,
  });
}

test('a run that went well counts its tests', () => {
  expect(countTests(report(7, 0, true), 0)).toEqual({ passed: 7, failed: 0, skipped: 2 });
});

test('failed tests are counted', () => {
  expect(countTests(report(5, 2, false), 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test.each([
  ['a file that could not be loaded', report(5, 0, false), 1],
  ['an error after the last test', report(5, 0, true), 1],
  ['a run that was ended', undefined, undefined],
  ['a report that is none', '{', 1],
])('%s is one failure', (_what, text, code) => expect(countTests(text, code).failed).toBe(1));

test('a project without tests is no failure', () => {
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 0, skipped: 0 });
});
