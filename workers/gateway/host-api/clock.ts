/** Within this, two clocks agree: a word is on its way for as long, and has its own time then. */
const tolerantMs = 30_000;

/**
 * The moment that a host tells, by the clock here: its words are compared with ours, and a host whose clock is off, or who lies,
 * must not have the last one for good. `sent` is its clock as it sent this; what it tells is never later than now.
 */
export function byOurClock(at: string, sent: string, now: number = Date.now()): string {
  const skew = now - Date.parse(sent);
  const corrected = Date.parse(at) + (Math.abs(skew) > tolerantMs ? skew : 0);
  // A clock may be off by more than a date can hold.
  return new Date(Math.max(0, Math.min(corrected, now))).toISOString();
}
