import { spawnSync } from 'node:child_process';

/** Names the binary where `docker compose` is not on PATH. */
const variable = 'SHOWRUNNER_TEST_COMPOSE';

export interface Compose {
  readonly version: string;
  /** Exit code and messages of `config -q` on the file, with no variable set. */
  check(file: string): { readonly status: number | null; readonly messages: string };
}

/** A real Docker Compose, version 2 or newer, or undefined where the machine has none. */
export function findCompose(): Compose | undefined {
  const given = process.env[variable];
  const candidates = [['docker', 'compose'], ['docker-compose'], ...(given === undefined ? [] : [[given]])];
  for (const candidate of candidates) {
    const version = /v?([2-9]|\d{2,})\.\d+\.\d+/.exec(run(candidate, ['version', '--short']).stdout)?.[0];
    if (version !== undefined) return { version, check: (file) => check(candidate, file) };
  }
  return undefined;
}

export const missingCompose = `no Docker Compose on PATH, and ${variable} does not name one`;

function check(command: readonly string[], file: string): ReturnType<Compose['check']> {
  const { status, stderr } = run(command, ['-f', file, 'config', '-q']);
  return { status, messages: stderr };
}

function run([program = '', ...first]: readonly string[], rest: readonly string[]) {
  // Nothing of the surroundings, so that no variable of a definition happens to be set.
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME };
  const { status, stdout, stderr } = spawnSync(program, [...first, ...rest], {
    encoding: 'utf8',
    env: environment,
    timeout: 20_000,
  });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}
