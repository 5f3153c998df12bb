import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { forward } from './forward.ts';
import type { OwnEngine } from './own-engine.ts';

const program = join(import.meta.dirname, 'forward.ts');

/** This machine's loopback port is there in the engine's namespace as well: for a registry that stands for one of the Internet. */
export async function carryPort(engine: OwnEngine, port: number): Promise<AsyncDisposable> {
  const socket = join(engine.folder, `port-${port}`);
  const here = await forward(socket, port);
  const there = spawn(
    'nsenter',
    [`--net=/run/netns/${engine.namespace}`, process.execPath, program, String(port), socket],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const end = async () => {
    here.close();
    await endChild(there);
  };
  const failed = once(there, 'exit').then(([code]) => {
    throw new Error(`The forwarder ended with ${code}.`);
  });
  try {
    await Promise.race([once(there.stdout, 'data', { signal: AbortSignal.timeout(20_000) }), failed]);
  } catch (error) {
    await end();
    throw error;
  }
  failed.catch(() => undefined);
  return { [Symbol.asyncDispose]: end };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
