import { setTimeout as pause } from 'node:timers/promises';
import { chooseFreePorts } from '#platform/ports.ts';

/** Awaits a condition that nothing announces; fails with the description at the deadline. */
export async function waitFor<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  seconds = 20,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}`);
    await pause(20);
  }
}

/**
 * A port on the loopback interface that was free a moment ago. It lies below the range that Linux gives to outgoing
 * connections: what is started there, or started again, finds it taken by none of them.
 */
export async function freePort(): Promise<number> {
  const [port] = await chooseFreePorts([undefined]);
  if (port === undefined) throw new Error('No port was chosen.');
  return port;
}
