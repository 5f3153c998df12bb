import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..', '..');

/** A copy of the production files, in a folder of its own. */
export interface Prepared extends Disposable {
  readonly folder: string;
  readonly composeFile: string;
  /** Runs `deploy/prepare.sh` for folders that do not exist yet; what it wrote is where Compose looks by itself. */
  prepare(): { readonly status: number | null; readonly output: string };
}

export function copyProduction(): Prepared {
  const folder = mkdtempSync(join(tmpdir(), 'showrunner-production-'));
  for (const name of ['docker-compose.yml', 'deploy', 'temporal-config'])
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  // What a user of this checkout has prepared is no part of the files.
  for (const name of ['secrets', '.env'])
    rmSync(join(folder, 'deploy', name), { recursive: true, force: true });
  return {
    folder,
    composeFile: join(folder, 'docker-compose.yml'),
    prepare: () => prepare(folder),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

function prepare(folder: string): ReturnType<Prepared['prepare']> {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    [join(folder, 'deploy', 'prepare.sh'), join(folder, 'media'), join(folder, 'config')],
    { encoding: 'utf8', timeout: 10_000, env: { PATH: process.env.PATH, DOCKER_GROUP: '999' } },
  );
  if (status === 0) copyFileSync(join(folder, 'deploy', '.env'), join(folder, '.env'));
  return { status, output: stdout + stderr };
}
