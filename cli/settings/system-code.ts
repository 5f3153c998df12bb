/** The code of a system error, for a sentence about a file; any other error is thrown on. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}
