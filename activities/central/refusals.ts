import { activityInfo, Context } from '@temporalio/activity';

/** Counts refusals of one message over the tries of an activity. */
export interface RefusalCounter {
  /** One more of this message; says the how-manieth it is. */
  add(message: string): number;
  /** Hands the count to the next try. */
  keep(): void;
}

interface Refusals {
  readonly message: string;
  readonly count: number;
}

/**
 * The number of the try counts outages as well, so the count travels in the heartbeat's details, which Temporal keeps when a try fails.
 * With a worker that dies it is lost, and the sink is asked a few times more.
 */
export function countRefusals(): RefusalCounter {
  let kept = handedOver(activityInfo().heartbeatDetails);
  return {
    add: (message) => {
      const count = (kept?.message === message ? kept.count : 0) + 1;
      kept = { message, count };
      return count;
    },
    keep: () => {
      if (kept !== undefined) Context.current().heartbeat(kept);
    },
  };
}

function handedOver(details: unknown): Refusals | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  const { message, count } = details as Partial<Record<string, unknown>>;
  return typeof message === 'string' && typeof count === 'number' ? { message, count } : undefined;
}
