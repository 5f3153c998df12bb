import { flushCompileCache } from 'node:module';
import { DomainError } from '#domain/errors.ts';
import { type Home, readHome } from '#platform/home.ts';
import { joinedHostRoots, type NodeRoot, nodeRootSpec } from './children/node-roots.ts';
import { postgresSpec } from './children/postgres.ts';
import { temporalSpec } from './children/temporal.ts';
import type { ChildSpec, SupervisorSettings } from './contract.ts';
import { toFailure } from './control-server.ts';
import { leaveStarter, receiveSettings, tellStarter } from './start-channel.ts';
import { supervise } from './supervise.ts';

/** The supervisor as a process, for a table of the control plane's Node roots: from its settings to its exit code. */
export async function runSupervisor(roots: readonly NodeRoot[]): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  try {
    const settings = process.connected ? await receiveSettings() : await prepareAlone();
    const home = await requireHome(settings.root);
    await supervise({
      home,
      settings,
      specs: listSpecs(home, settings, roots),
      say,
      onReady,
      stop: stop.signal,
    });
    process.exitCode = 0;
  } catch (error) {
    const failure = toFailure(error);
    writeLine(failure.message);
    tellStarter({ kind: 'failed', failure });
    process.exitCode = 1;
  } finally {
    leaveStarter();
  }
}

/** Only here is the environment read, with the schema library that it takes: our starter has done it otherwise. */
async function prepareAlone(): Promise<SupervisorSettings> {
  const { readEnvironment } = await import('#platform/environment.ts');
  const { prepareSettingsAlone } = await import('./settings.ts');
  return prepareSettingsAlone(readEnvironment(), say);
}

async function requireHome(root: string): Promise<Home> {
  const home = await readHome(root);
  if (home !== undefined) return home;
  throw new DomainError('home-unusable', `${root} is no home of Showrunner: it has no instance.json.`);
}

function listSpecs(
  home: Home,
  settings: SupervisorSettings,
  roots: readonly NodeRoot[],
): readonly ChildSpec[] {
  const { api, temporal, postgres } = settings;
  if (api === undefined) return joinedHostRoots.map((root) => nodeRootSpec(root, home, settings));
  return [
    ...(temporal === undefined ? [] : [temporalSpec(home, temporal)]),
    ...(postgres === undefined ? [] : [postgresSpec(home, postgres.binaries)]),
    ...roots.map((root) => nodeRootSpec(root, home, settings)),
  ];
}

function say(message: string): void {
  writeLine(message);
  tellStarter({ kind: 'progress', message });
}

function writeLine(message: string): void {
  process.stdout.write(`${new Date().toISOString()} ${message}\n`);
}

function onReady(): void {
  flushCompileCache();
  writeLine('ready');
  tellStarter({ kind: 'ready' });
  leaveStarter();
}
