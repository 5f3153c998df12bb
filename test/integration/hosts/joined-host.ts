import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readEnvironment } from '#platform/environment.ts';
import type { OwnEngine } from '#test/support/docker/own-engine.ts';

const launcher = join(import.meta.dirname, '..', '..', '..', 'showrunner');
const limitMs = 120_000;

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** `./showrunner` as a person runs it on the other machine: in the engine's network, with a home of its own. */
export interface JoinedHost {
  readonly home: string;
  run(args: readonly string[], input?: string): Promise<Outcome>;
}

export async function onMachineOf(engine: OwnEngine, root: string, name: string): Promise<JoinedHost> {
  const home = join(root, name);
  await mkdir(root, { recursive: true });
  const { path, cacheHome } = readEnvironment();
  const variables = {
    PATH: path,
    HOME: root,
    ...(cacheHome === undefined ? {} : { XDG_CACHE_HOME: cacheHome }),
    SHOWRUNNER_HOME: home,
    DOCKER_HOST: engine.dockerHost,
    NO_COLOR: '1',
  };
  return {
    home,
    run: async (args, input = '') => {
      const command = [`--net=/run/netns/${engine.namespace}`, launcher, ...args];
      const child = spawn('nsenter', command, { env: variables, signal: AbortSignal.timeout(limitMs) });
      child.stdin.end(input);
      return outcomeOf(child);
    },
  };
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('It was started without its output.');
  const [[code], told, warned] = await Promise.all([once(child, 'close'), text(stdout), text(stderr)]);
  return { code: typeof code === 'number' ? code : -1, output: `${told}${warned}` };
}
