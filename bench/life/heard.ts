/** Events as they come; who waits for one also finds it among those that came already. */
export interface Heard<Event> {
  add(event: Event): void;
  /** Number of the next event: where a search that looks at no older ones begins. */
  readonly position: number;
  since(position: number): readonly Event[];
  until(position: number, what: string, matches: (event: Event) => boolean): Promise<Event>;
}

const limitMilliseconds = 90_000;

export function createHeard<Event>(source: string): Heard<Event> {
  const events: Event[] = [];
  const waiting = new Set<() => void>();
  return {
    add: (event) => {
      events.push(event);
      for (const look of [...waiting]) look();
    },
    get position() {
      return events.length;
    },
    since: (position) => events.slice(position),
    until: async (position, what, matches) => {
      const { promise, resolve, reject } = Promise.withResolvers<Event>();
      let next = position;
      const look = (): void => {
        const found = events.slice(next).find(matches);
        next = events.length;
        if (found !== undefined) resolve(found);
      };
      const late = (): void =>
        reject(new Error(`${source} did not tell within ${limitMilliseconds / 1000} s: ${what}.`));
      const timer = setTimeout(late, limitMilliseconds);
      waiting.add(look);
      look();
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(look);
      });
    },
  };
}
