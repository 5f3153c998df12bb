import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect } from 'vitest';
import { readConfiguration } from '#platform/configuration.ts';
import { type Environment, readEnvironment } from '#platform/environment.ts';
import { type Home, openHome } from '#platform/home.ts';
import { findByVariable } from '#platform/process-table.ts';
import { identifyProcess } from '#platform/processes.ts';
import { startSupervisor } from '#supervisor/start.ts';
import { readStatus, type SupervisorStatus } from '#supervisor/status.ts';
import { stopSupervisor } from '#supervisor/stop.ts';
import { marker } from '#supervisor/strays.ts';

export const program = join(import.meta.dirname, 'fakes', 'supervisor.ts');

/** A home of its own with the real Temporal and PostgreSQL, and small programs in place of Showrunner's own. */
export interface Scene extends AsyncDisposable {
  readonly home: Home;
  readonly environment: Environment;
  readonly start: () => Promise<SupervisorStatus>;
  readonly status: () => Promise<SupervisorStatus>;
  readonly pidOf: (name: string) => Promise<number>;
  /** Names of all processes of this instance, by the mark that they carry. */
  readonly running: () => readonly string[];
}

export async function setTheScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-test-'));
  await chmod(folder, 0o711);
  const home = await openHome(join(folder, 'home'), { name: 'test' });
  const environment: Environment = { ...readEnvironment(), home: home.paths.root, instance: 'test' };
  const status = async () => {
    const found = await readStatus(home);
    if (found === undefined) throw new Error('No supervisor runs.');
    return found;
  };
  return {
    home,
    environment,
    status,
    start: async () => (await startSupervisor({ home, environment, program })).status,
    pidOf: async (name) => pidIn(await status(), name),
    running: () => namesOf(home),
    [Symbol.asyncDispose]: async () => {
      await stopSupervisor(home);
      expect(namesOf(home)).toEqual([]);
      await rm(folder, { recursive: true });
    },
  };
}

export function pidIn(status: SupervisorStatus, name: string): number {
  const pid = status.processes.find((process) => process.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} has no process.`);
  return pid;
}

/** Process ids by name: equal before and after, nothing was started again. */
export function pidsOf(status: SupervisorStatus): Readonly<Record<string, number | undefined>> {
  const services = status.processes.filter(({ name }) => name !== 'supervisor');
  return Object.fromEntries(services.map(({ name, pid }) => [name, pid]));
}

export function setupRuns({ home }: Scene): number {
  return readFileSync(join(home.paths.run, 'setup-runs'), 'utf8').trim().split('\n').length;
}

export async function query({ home, environment }: Scene, sql: string): Promise<readonly unknown[]> {
  const { database } = readConfiguration(environment, home);
  const client = new Client({ ...database, ssl: false });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** PostgreSQL's and Node's own children carry the mark too; only the first process of each counts. */
function namesOf(home: Home): readonly string[] {
  const own = findByVariable(marker).filter(({ value }) => value.startsWith(`${home.id}/`));
  const alive = own.filter(({ pid }) => identifyProcess(pid) !== undefined);
  return alive.map(({ value }) => value.slice(home.id.length + 1)).toSorted();
}
