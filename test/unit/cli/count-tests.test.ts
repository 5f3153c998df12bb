import { expect, test } from 'vitest';
import { countTests } from '#cli/commands/test/count-tests.ts';

const fileWithFailure = {
  name: '/project/test/unit/one.test.ts',
  status: 'failed',
  message: '',
  assertionResults: [
    { status: 'passed', fullName: 'it holds', failureMessages: [] },
    {
      status: 'failed',
      fullName: ' it breaks',
      failureMessages: ['\u001b[31mError: no\u001b[39m\n    at one'],
    },
  ],
};
const brokenFile = {
  name: '/project/test/unit/two.test.ts',
  status: 'failed',
  message: 'Cannot be loaded\n  at two',
  assertionResults: [],
};

function report(passed: number, failed: number, success: boolean): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 2,
    numTodoTests: 0,
    success,
    testResults: failed === 0 ? [] : [brokenFile, fileWithFailure],
  });
}

test('a run that went well counts its tests', () => {
  expect(countTests(report(7, 0, true), 0)).toEqual({ passed: 7, failed: 0, skipped: 2, failures: [] });
});

test('failed tests are counted, and named with the first line of what they said', () => {
  expect(countTests(report(5, 2, false), 1, '/project')).toEqual({
    passed: 5,
    failed: 2,
    skipped: 2,
    failures: [
      { file: 'test/unit/two.test.ts', why: 'Cannot be loaded' },
      { file: 'test/unit/one.test.ts', test: 'it breaks', why: 'Error: no' },
    ],
  });
});

test.each([
  ['a file that could not be loaded', report(5, 0, false), 1],
  ['an error after the last test', report(5, 0, true), 1],
  ['a run that was ended', undefined, undefined],
  ['a report that is none', '{', 1],
])('%s is one failure', (_what, text, code) => expect(countTests(text, code).failed).toBe(1));

test('a project without tests is no failure', () => {
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] });
});
