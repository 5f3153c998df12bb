import { Context } from '@temporalio/activity';

/**
 * Heartbeats every second while the work runs: that is how a dead worker is noticed and how a cancellation arrives. Work that
 * takes long ends by the context's signal; short work is let finish, because an undo must not overtake what it undoes.
 */
export async function heartbeating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
