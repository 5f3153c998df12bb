/** Ends at the deadline whether or not the work does; the signal asks it to stop. */
export async function within<T>(
  seconds: number,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const passed = Promise.withResolvers<never>();
  const timer = setTimeout(() => passed.reject(late()), Math.max(0, seconds * 1000));
  try {
    return await Promise.race([work(ending.signal), passed.promise]);
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
}
