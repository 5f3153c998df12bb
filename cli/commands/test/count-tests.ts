import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  success: z.boolean(),
});

/**
 * Counts of a vitest report. A run that did not end well without a failed test (a file that could not be loaded, an error
 * outside of all tests, a run that was ended) counts as one failure: it must never look as if it had passed.
 */
export function countTests(report: string | undefined, exitCode: number | undefined): Counts {
  const parsed = reportSchema.safeParse(parseJson(report));
  if (!parsed.success) return exitCode === 0 ? none : { ...none, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = parsed.data;
  const well = success && exitCode === 0;
  return {
    passed: numPassedTests,
    failed: well ? numFailedTests : Math.max(1, numFailedTests),
    skipped: numPendingTests + numTodoTests,
  };
}

/** What a project without a single test leaves. */
const none: Counts = { passed: 0, failed: 0, skipped: 0 };

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
