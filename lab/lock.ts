import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

/**
 * Runs `work` while no other process of this machine holds the lock of that name.
 *
 * The lock is a listening socket in Linux's abstract namespace: the kernel frees it with its process, so there is no
 * stale lock, and a waiter learns of the release from its closed connection instead of by polling.
 */
export async function withLock<T>(
  name: string,
  work: () => Promise<T>,
  onWait: () => void,
  signal?: AbortSignal,
): Promise<T> {
  const lock = await acquire(`\0showrunner-lab-${hash(name)}`, onWait, signal);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

interface Lock {
  release(): void;
}

async function acquire(address: string, onWait: () => void, signal?: AbortSignal): Promise<Lock> {
  for (let waited = false; ; waited = true) {
    signal?.throwIfAborted();
    const lock = await tryListen(address);
    if (lock !== undefined) return lock;
    if (!waited) onWait();
    await released(address, signal);
  }
}

async function tryListen(address: string): Promise<Lock | undefined> {
  const server = createServer();
  const waiters = waitersOf(server);
  try {
    server.listen(address);
    await once(server, 'listening');
  } catch (error) {
    if (isCode(error, 'EADDRINUSE')) return undefined;
    throw error;
  }
  server.unref();
  return {
    release() {
      server.close();
      for (const waiter of waiters) waiter.destroy();
    },
  };
}

/** A waiter's connection may break at any moment (it was cancelled or killed); that is no concern of the holder. */
function waitersOf(server: Server): ReadonlySet<{ destroy(): void }> {
  const waiters = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    waiters.add(socket);
    socket.unref();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => waiters.delete(socket));
  });
  return waiters;
}

/** Settles when the holder lets go or dies. A refused connection means that it did so before we connected. */
async function released(address: string, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  const socket = connect(address);
  const abort = () => socket.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve) => {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => resolve());
      socket.resume();
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function hash(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}
