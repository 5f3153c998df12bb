import { Context } from '@temporalio/activity';

/**
 * Heartbeats every second while the work runs: that is how a dead worker is noticed and how a cancellation arrives. Work that
 * ignores its abort signal is left behind once cancelled; every effect is idempotent, so a late finish does no harm.
 */
export async function heartbeating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), 1000);
  try {
    return await Promise.race([work(), context.cancelled]);
  } finally {
    clearInterval(timer);
  }
}
