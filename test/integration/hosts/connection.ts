import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { OwnEngine } from '#test/support/docker/own-engine.ts';

const run = promisify(execFile);

/** Whether a TCP connection to the address is taken, from the machine of that engine. */
export async function reaches({ namespace }: OwnEngine, address: string, port: number): Promise<boolean> {
  const script = `require('node:net').connect(${port}, '${address}')
    .once('connect', () => process.exit(0)).once('error', () => process.exit(1)).setTimeout(2000, () => process.exit(1))`;
  const looked = run('nsenter', [`--net=/run/netns/${namespace}`, process.execPath, '-e', script]);
  return looked.then(
    () => true,
    () => false,
  );
}
