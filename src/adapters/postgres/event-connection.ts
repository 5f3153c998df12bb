import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { eventChannel } from './append-events.ts';
import { type ConnectionConfig, clientConfig } from './pool.ts';

export interface ConnectionHooks {
  readonly onPosition: (position: number) => void;
  /** After every connect, with LISTEN in effect; what was missed before can be read now. A failure counts as the connection's. */
  readonly onConnected: () => Promise<void>;
}

export interface ListeningConnection {
  /** Resolves when the first attempt has succeeded or failed. */
  readonly attempted: Promise<void>;
  close(): Promise<void>;
}

/** Keeps one connection that listens for events; reconnects for as long as it takes, until it is closed. */
export function keepListening(config: ConnectionConfig, hooks: ConnectionHooks): ListeningConnection {
  const closing = new AbortController();
  const attempted = Promise.withResolvers<void>();
  const running = listenAgainAndAgain(config, hooks, closing.signal, attempted.resolve);
  return {
    attempted: attempted.promise,
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

const firstPauseMs = 50;
const longestPauseMs = 5000;

async function listenAgainAndAgain(
  config: ConnectionConfig,
  hooks: ConnectionHooks,
  closing: AbortSignal,
  onAttempt: () => void,
): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!closing.aborted) {
    const connected = await listenOnce(config, hooks, closing, onAttempt);
    onAttempt();
    pauseMs = connected ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
    // Rejects only when closed, which the loop looks at next.
    await delay(pauseMs * (0.5 + Math.random() / 2), undefined, { signal: closing }).catch(() => undefined);
  }
}

/** Listens until the connection breaks or is to close; false when there was none. */
async function listenOnce(
  config: ConnectionConfig,
  hooks: ConnectionHooks,
  closing: AbortSignal,
  onListening: () => void,
): Promise<boolean> {
  const socket = new Socket();
  const client = new pg.Client({ ...listenerConfig(config), stream: () => socket });
  const over = Promise.withResolvers<void>();
  // Without a listener for it, a broken connection would end the process.
  client.on('error', () => over.resolve());
  client.on('end', () => over.resolve());
  client.on('notification', ({ payload }) => hooks.onPosition(Number(payload)));
  const close = () => socket.destroy();
  closing.addEventListener('abort', close);
  try {
    await client.connect();
    await client.query(`listen ${eventChannel}`);
    await hooks.onConnected();
    onListening();
    await over.promise;
    return true;
  } catch {
    // Whatever it was, only another attempt helps, and the poll of the head goes on meanwhile.
    return false;
  } finally {
    closing.removeEventListener('abort', close);
    // A polite end would wait for a peer that may be gone.
    socket.destroy();
  }
}

function listenerConfig(config: ConnectionConfig): pg.ClientConfig {
  const { applicationName = 'showrunner' } = config;
  return {
    ...clientConfig({ ...config, applicationName: `${applicationName} events` }),
    query_timeout: 5000,
  };
}
