import { chownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Listening } from './http.ts';

/** As the linuxserver.io images do: the folder goes to PUID:PGID, and so does the process. Started as a user, it stays one. */
export function becomeUser(env: NodeJS.ProcessEnv, folder: string): void {
  if (env.UMASK !== undefined) process.umask(Number.parseInt(env.UMASK, 8));
  if (process.getuid?.() !== 0) return;
  const uid = Number(env.PUID ?? '911');
  const gid = Number(env.PGID ?? '911');
  chownAll(folder, uid, gid);
  process.setgroups?.([]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

/** As process 1 a program has no default signal handlers: without these, a stop takes the engine's ten seconds. */
export function stopOnSignal(servers: readonly Listening[]): void {
  const stop = () => {
    Promise.all(servers.map((server) => server.close())).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

export function log(level: 'Info' | 'Warn' | 'Error', text: string): void {
  process.stdout.write(`[${level}] ${text}\n`);
}

function chownAll(path: string, uid: number, gid: number): void {
  const stat = lstatSync(path);
  if (stat.uid !== uid || stat.gid !== gid) chownSync(path, uid, gid);
  if (!stat.isDirectory()) return;
  for (const name of readdirSync(path)) chownAll(join(path, name), uid, gid);
}
