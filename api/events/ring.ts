import type { LoggedEvent } from '#contracts/events.ts';

/** The newest events, in order. It holds every event after `start`, up to `end`. */
export interface Ring {
  readonly start: number;
  readonly end: number;
  push(event: LoggedEvent): void;
  /** Events after the position, which must not be before `start`. */
  after(position: number): readonly LoggedEvent[];
  /** Forgets all and goes on from another position. */
  reset(position: number): void;
}

export function createRing(position: number, size: number): Ring {
  let start = position;
  let events: LoggedEvent[] = [];
  return {
    get start() {
      return start;
    },
    get end() {
      return events.at(-1)?.position ?? start;
    },
    push: (event) => {
      events.push(event);
      // Trimmed by halves, so that a push costs nothing on average.
      if (events.length < size * 2) return;
      start = events[size - 1]?.position ?? start;
      events = events.slice(size);
    },
    after: (wanted) => events.slice(firstAfter(events, wanted)),
    reset: (to) => {
      start = to;
      events = [];
    },
  };
}

/** Binary search: followers ask at every event. */
function firstAfter(events: readonly LoggedEvent[], position: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.position ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
