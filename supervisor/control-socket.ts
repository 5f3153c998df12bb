import { connect } from 'node:net';
import { join } from 'node:path';
import { hasCode } from '#platform/files.ts';
import type { HomePaths } from '#platform/home-paths.ts';

/** The supervisor's lock and its control channel in one. `run/` is closed to other users. */
export function controlSocket(paths: HomePaths): string {
  return join(paths.run, 'supervisor.sock');
}

/** True when a process listens there. A stopped one does too: the kernel accepts for it. */
export function isAnswering(path: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.once('connect', () => resolve(true));
  socket.once('error', (error) => (isNobody(error) ? resolve(false) : reject(error)));
  return promise.finally(() => socket.destroy());
}

/** The failures of a connection that mean: nobody listens. */
export function isNobody(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ECONNREFUSED');
}
