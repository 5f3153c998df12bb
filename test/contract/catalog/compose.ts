import { spawnSync } from 'node:child_process';
import { readEnvironment } from '#platform/environment.ts';
import { type ComposeProgram, ensureCompose } from '#test/support/compose/program.ts';

export interface Compose {
  readonly version: string;
  /** Exit code and messages of `config -q` on the file, with no variable set. */
  check(file: string): { readonly status: number | null; readonly messages: string };
}

/** A real Docker Compose: the machine's own, or the pinned one, fetched once. */
export async function findCompose(): Promise<Compose> {
  const { version, command } = await ensureCompose(readEnvironment());
  return { version, check: (file) => check(command, file) };
}

function check([program, ...first]: ComposeProgram['command'], file: string): ReturnType<Compose['check']> {
  const { status, stderr } = spawnSync(program, [...first, '-f', file, 'config', '-q'], {
    encoding: 'utf8',
    // Nothing of the surroundings, so that no variable of a definition happens to be set.
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    timeout: 20_000,
  });
  return { status, messages: stderr ?? '' };
}
