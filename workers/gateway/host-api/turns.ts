import { setTimeout as pause } from 'node:timers/promises';
import type { HostId } from '#domain/ids.ts';

/** One at a time for each host; the others of that host wait in turn. */
export interface Turns {
  /** After it the host's next has to wait for `restMs`. */
  take<Result>(host: HostId, restMs: number, work: () => Promise<Result>): Promise<Result>;
}

/** How many wait is bounded by how many requests of a host may be open. */
export function createTurns(): Turns {
  const last = new Map<HostId, Promise<void>>();
  return {
    take: (host, restMs, work) => {
      const done = (last.get(host) ?? Promise.resolve()).then(work);
      const rest = () => pause(restMs, undefined, { ref: false });
      const rested: Promise<void> = done.then(rest, rest).then(() => {
        if (last.get(host) === rested) last.delete(host);
      });
      last.set(host, rested);
      return done;
    },
  };
}
