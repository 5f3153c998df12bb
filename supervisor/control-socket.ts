import { connect } from 'node:net';
import { join } from 'node:path';
import { hasCode } from '#platform/files.ts';
import type { HomePaths } from '#platform/home-paths.ts';
import type { ControlRequest } from './contract.ts';

/** The supervisor's lock and its control channel in one. `run/` is closed to other users. */
export function controlSocket(paths: HomePaths): string {
  return join(paths.run, 'supervisor.sock');
}

/**
 * True when a supervisor is there: it answers, or keeps the connection open without an answer, as a hung one does. One
 * that is just being killed still accepts, through the kernel, and then drops the connection: it counts as gone.
 */
export async function isAnswering(path: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.setTimeout(1000, () => resolve(true));
  socket.once('data', () => resolve(true));
  socket.once('end', () => resolve(false));
  socket.once('error', (error) => (isNobody(error) ? resolve(false) : reject(error)));
  socket.write(`${JSON.stringify({ command: 'status' } satisfies ControlRequest)}\n`);
  return promise.finally(() => socket.destroy());
}

/** The failures of a connection that mean: nobody listens, or no longer. */
export function isNobody(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE');
}
