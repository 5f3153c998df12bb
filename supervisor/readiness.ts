import { watch } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { HomePaths } from '#platform/home-paths.ts';
import { readAnnouncedPid } from '#platform/ready.ts';

/** Resolves when something listens there. No event tells it: the pauses grow from 10 to 100 ms. */
export function untilListening(host: string, port: number, signal: AbortSignal): Promise<void> {
  return until(() => accepts(host, port), signal);
}

/** Resolves when the URL answers 200. */
export function untilOk(url: URL, signal: AbortSignal): Promise<void> {
  return until(() => answersOk(url), signal);
}

/** Resolves when the process has announced itself. The folder is watched; a look every 500 ms covers a lost event. */
export async function untilAnnounced(
  paths: HomePaths,
  name: string,
  pid: number,
  signal: AbortSignal,
): Promise<void> {
  let changed = Promise.withResolvers<void>();
  const watcher = watch(paths.run, { persistent: false }, () => changed.resolve());
  try {
    while ((await readAnnouncedPid(paths, name)) !== pid) {
      await Promise.race([changed.promise, delay(500, undefined, { signal })]);
      signal.throwIfAborted();
      changed = Promise.withResolvers<void>();
    }
  } finally {
    watcher.close();
  }
}

/** For a one-shot, which is ready by its end alone: never resolves, and rejects when it is given up. */
export function untilGivenUp(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}

export async function until(check: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (let pause = 10; !(await check()); pause = Math.min(pause * 1.5, 100)) {
    await delay(pause, undefined, { signal });
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: 1000 });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  socket.once('timeout', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/** By hand over a socket: loading `node:http` for this one request would cost the supervisor 14 MB for its whole life. */
function answersOk(url: URL): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(url.port), timeout: 1000 }, () => {
    socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`);
  });
  socket.once('data', (head) => resolve(/^HTTP\/1\.1 200 /.test(head.toString('latin1'))));
  for (const event of ['error', 'timeout', 'end']) socket.once(event, () => resolve(false));
  return promise.finally(() => socket.destroy());
}
