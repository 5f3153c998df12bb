/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `256 MiB`, and from 10 GiB on `12 GiB`. */
export function printMemory(bytes: number): string {
  const mebibytes = Math.round(bytes / (1024 * 1024));
  return mebibytes < 10 * 1024 ? `${mebibytes} MiB` : `${Math.round(mebibytes / 1024)} GiB`;
}
