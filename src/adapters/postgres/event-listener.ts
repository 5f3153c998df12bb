import type { Database } from './database.ts';
import { readEventBounds } from './event-bounds.ts';
import { keepListening } from './event-connection.ts';

type Listener = (position: number) => void;

export interface EventListener {
  add(listener: Listener): Promise<() => Promise<void>>;
}

/** Tells any number of listeners through one connection, which is there as long as there is a listener. */
export function createEventListener(database: Database): EventListener {
  const listeners = new Set<{ readonly tell: Listener }>();
  let source: Promise<() => Promise<void>> | undefined;
  return {
    add: async (listener) => {
      const entry = { tell: listener };
      listeners.add(entry);
      source ??= openSource(database, (position) => {
        for (const { tell } of listeners) tell(position);
      });
      await source;
      return async () => {
        if (!listeners.delete(entry) || listeners.size > 0) return;
        const closing = source;
        source = undefined;
        await (await closing)?.();
      };
    },
  };
}

/**
 * Notifications, and every 5 s a look at the head: a connection that is dead without having been closed tells nothing.
 * Positions only grow, whichever of the two is first.
 */
async function openSource(database: Database, tell: Listener): Promise<() => Promise<void>> {
  let newest = 0;
  const advance = (position: number) => {
    if (position <= newest) return;
    newest = position;
    tell(position);
  };
  const lookAtHead = async () => advance((await readEventBounds(database)).head);
  const connection = keepListening(database.config, { onPosition: advance, onConnected: lookAtHead });
  const poll = setInterval(() => {
    // Whatever it was, the listeners' own reads report it, and the next look comes in 5 s.
    lookAtHead().catch(() => undefined);
  }, pollMs);
  poll.unref();
  await connection.attempted;
  return async () => {
    clearInterval(poll);
    await connection.close();
  };
}

const pollMs = 5000;
