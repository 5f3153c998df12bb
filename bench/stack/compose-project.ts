import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '#platform/environment.ts';
import type { ComposeProgram } from '#test/support/compose/program.ts';
import { runProgram } from '../support/run-program.ts';
import type { ComposeStack } from './compose-file.ts';

/** The stack as a project of Docker Compose. */
export interface ComposeProject {
  /** Makes anew what a person would have to make beforehand: folders with their owners, files. */
  prepare(): Promise<void>;
  /** `up -d --wait` */
  up(): Promise<void>;
  /** `down -v`, and the folders with it. */
  down(): Promise<void>;
}

export interface ProjectOptions {
  readonly program: ComposeProgram;
  readonly environment: Environment;
  readonly stack: ComposeStack;
  /** Everything of the project lies here. */
  readonly folder: string;
}

const limitMilliseconds = 5 * 60_000;
const graceSeconds = 10;

export function createProject({ program, environment, stack, folder }: ProjectOptions): ComposeProject {
  const file = join(folder, 'compose.json');
  const variables = { PATH: environment.path, HOME: folder };
  const compose = async (...args: readonly string[]) => {
    await runProgram({ command: [...program.command, '-f', file, ...args], variables, limitMilliseconds });
  };
  return {
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      // JSON is YAML too. The file holds secrets in the clear, as Compose files do.
      await writeFile(file, JSON.stringify(stack.file, null, 2), { mode: 0o600 });
      for (const one of stack.folders) await makeFolder(one);
      for (const one of stack.files) await makeFile(one);
    },
    up: () => compose('up', '--detach', '--wait'),
    down: async () => {
      await compose('down', '--volumes', '--timeout', String(graceSeconds));
      for (const { path } of stack.folders) await rm(path, { recursive: true, force: true });
    },
  };
}

async function makeFolder({ path, uid, gid, mode }: ComposeStack['folders'][number]): Promise<void> {
  await mkdir(path, { recursive: true });
  await chown(path, uid, gid);
  await chmod(path, mode);
}

async function makeFile({ path, content, uid, gid, mode }: ComposeStack['files'][number]): Promise<void> {
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  await chown(parent, uid, gid);
  await writeFile(path, content, { mode });
  await chown(path, uid, gid);
}
