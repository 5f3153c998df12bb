import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';
import { readCommandLine, readParents } from '#platform/process-table.ts';
import { end, isOver, untilReady } from '#test/support/processes/programs.ts';
import { rawDocker } from './client.ts';
import { waitFor } from './wait-for.ts';

const run = promisify(execFile);

/** A Docker engine of the test's own, in a network namespace of its own, so that it can be ended and killed. */
export interface OwnEngine {
  /** Where it keeps everything; gone with it. */
  readonly folder: string;
  /** Of the network, below `/run/netns`. */
  readonly namespace: string;
  /** For `DOCKER_HOST`. Only its socket is reached from outside: its containers' addresses are not. */
  readonly dockerHost: string;
  readonly docker: Docker;
  /** Gives it an image that the machine's engine has. */
  copyImage(reference: string): Promise<void>;
  /** `SIGTERM` ends its containers with it, as a restart of the system's service does; by `SIGKILL` they are orphaned. */
  down(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  up(): Promise<void>;
  /** Ends it, and removes all that it has kept; also when it does not come up any more, and then says so. */
  end(): Promise<void>;
}

/** Why this machine cannot have one; undefined where it can. */
export async function whyNoOwnEngine(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it takes root on Linux';
  for (const program of ['dockerd', 'nsenter', 'ip']) {
    const found = await run('which', [program]).catch(() => undefined);
    if (found === undefined) return `there is no ${program}`;
  }
  return undefined;
}

export async function startOwnEngine(): Promise<OwnEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-engine-'));
  const namespace = `showrunner-${folder.slice(-6)}`;
  const docker = new Docker({ socketPath: join(folder, 'docker.sock') });
  await using starting = new AsyncDisposableStack();
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  await run('ip', ['netns', 'add', namespace]);
  starting.defer(async () => void (await run('ip', ['netns', 'delete', namespace])));
  starting.defer(() => unmountBelow(folder));
  starting.defer(() => endLeftovers('', folder));
  await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
  let daemon = await launch(folder, namespace);
  starting.defer(() => end(daemon, 'SIGTERM', 60));
  const down = async (signal: NodeJS.Signals): Promise<void> => {
    if (isOver(daemon)) return;
    await end(daemon, signal, 60);
    // Its containerd ends a moment later, and the next engine would take it for its own.
    await endLeftovers('containerd --config', folder);
  };
  const up = async (): Promise<void> => {
    if (isOver(daemon)) daemon = await launch(folder, namespace);
  };
  const kept = starting.move();
  kept.defer(async () => {
    // Those of an engine that was killed run on, and only an engine ends them.
    await up();
    for (const { Id } of await docker.listContainers({ all: true })) {
      await docker.getContainer(Id).remove({ v: true, force: true });
    }
  });
  return {
    folder,
    namespace,
    dockerHost: `unix://${join(folder, 'docker.sock')}`,
    docker,
    copyImage: async (reference) => {
      const loaded = await docker.loadImage(await rawDocker().getImage(reference).get());
      loaded.resume();
      await once(loaded, 'end');
    },
    down,
    up,
    end: () => kept.disposeAsync(),
  };
}

/** By `nsenter`, because `ip netns exec` mounts another /sys, without the control groups. */
async function launch(folder: string, namespace: string): Promise<ChildProcess> {
  const options = [
    ['--data-root', join(folder, 'data')],
    ['--exec-root', join(folder, 'run')],
    ['--pidfile', join(folder, 'pid')],
    ['--host', `unix://${join(folder, 'docker.sock')}`],
    ['--bip', '10.223.240.1/24'],
  ];
  const log = openSync(join(folder, 'log'), 'a');
  // One that was killed leaves pids behind, of its own and of its containerd's, which the next would take for running.
  for (const file of ['pid', 'run/containerd/containerd.pid']) await rm(join(folder, file), { force: true });
  const command = [`--net=/run/netns/${namespace}`, 'dockerd', ...options.flat()];
  const child = spawn('nsenter', command, { stdio: ['ignore', log, log] });
  closeSync(log);
  const asked = new Docker({ socketPath: join(folder, 'docker.sock'), timeout: 5000 });
  await untilReady(child, {
    what: 'a Docker engine of the test’s own',
    isReady: () => asked.ping().then(Boolean, () => false),
    said: async () => (await readFile(join(folder, 'log'), 'utf8')).slice(-2000),
  });
  return child;
}

/** Programs that were started with this folder in their command line. */
async function endLeftovers(program: string, folder: string): Promise<void> {
  const left = () =>
    [...readParents().keys()].filter((pid) => {
      const line = readCommandLine(pid) ?? '';
      return line.includes(folder) && line.includes(program);
    });
  await waitFor('its programs have ended', () => {
    const pids = left();
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    return pids.length === 0 || undefined;
  });
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile('/proc/mounts', 'utf8')).split('\n').map((line) => line.split(' ')[1] ?? '');
  const own = mounts.filter((path) => path.startsWith(`${folder}/`));
  for (const path of own.toSorted().toReversed()) await run('umount', ['--lazy', path]);
}
