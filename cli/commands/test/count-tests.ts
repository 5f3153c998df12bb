import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { repository } from './stages.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, where it can be named. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  /** Relative to the repository. */
  readonly file: string;
  /** Its whole name; absent where the file itself failed. */
  readonly test?: string;
  /** The first line of what it said. */
  readonly why: string;
}

const assertionSchema = z.object({
  status: z.string(),
  fullName: z.string(),
  failureMessages: z.array(z.string()).nullish(),
});

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().nullish(),
      assertionResults: z.array(assertionSchema),
    }),
  ),
});

type FileResult = z.infer<typeof reportSchema>['testResults'][number];

/**
 * Counts of a vitest report. A run that did not end well without a failed test (a file that could not be loaded, an error
 * outside of all tests, a run that was ended) counts as one failure: it must never look as if it had passed.
 */
export function countTests(
  report: string | undefined,
  exitCode: number | undefined,
  root = repository,
): Counts {
  const parsed = reportSchema.safeParse(parseJson(report));
  if (!parsed.success) return exitCode === 0 ? none : { ...none, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success, testResults } = parsed.data;
  const well = success && exitCode === 0;
  return {
    passed: numPassedTests,
    failed: well ? numFailedTests : Math.max(1, numFailedTests),
    skipped: numPendingTests + numTodoTests,
    failures: testResults.flatMap((file) => failuresOf(file, root)),
  };
}

/** What a project without a single test leaves. */
const none: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

function failuresOf(
  { name, status, message, assertionResults }: FileResult,
  root: string,
): readonly Failure[] {
  const file = relative(root, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0 && status === 'failed') return [{ file, why: firstLine(message) }];
  return failed.map(({ fullName, failureMessages }) => ({
    file,
    test: fullName.trim(),
    why: firstLine(failureMessages?.[0]),
  }));
}

function firstLine(text: string | null | undefined): string {
  return (
    stripVTControlCharacters(text ?? '')
      .split('\n', 1)[0]
      ?.trim() || 'it did not say why'
  );
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
