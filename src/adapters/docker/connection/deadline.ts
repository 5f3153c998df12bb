/**
 * Runs `work` with a signal and gives up on it at the deadline or when one of `signals` aborts, whether or not `work`
 * listens. That matters: a request that the engine cut in the middle of its answer may never settle by itself.
 */
export async function withDeadline<T>(
  milliseconds: number,
  late: () => Error,
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(late()), milliseconds);
  const signal = AbortSignal.any([timeout.signal, ...signals]);
  const given = Promise.withResolvers<never>();
  const giveUp = (): void => given.reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work(signal), given.promise]);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}
