/**
 * One load for all who ask while it is under way or in the same turn after it. Not longer: a subscription's context lives
 * for as long as its client, and must not answer with what was true at its beginning.
 */
export function sharedLoad<Result>(load: () => Promise<Result>): () => Promise<Result> {
  let shared: Promise<Result> | undefined;
  const forget = () => setImmediate(() => (shared = undefined));
  return () => {
    shared ??= load().finally(forget);
    return shared;
  };
}
