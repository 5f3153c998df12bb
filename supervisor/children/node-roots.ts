import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#domain/errors.ts';
import { apiUrl } from '#platform/api-url.ts';
import type { Home } from '#platform/home.ts';
import { readyFile } from '#platform/ready.ts';
import { gateFile } from '#platform/start-gate.ts';
import type { ChildSpec, Command, SupervisorSettings } from '../contract.ts';
import { requirePort } from '../port-check.ts';
import { untilAnnounced, untilGivenUp, untilOk } from '../readiness.ts';
import { markerOf } from '../strays.ts';

/** A Node program of Showrunner itself. */
export interface NodeRoot {
  readonly name: string;
  readonly script: string;
  readonly needs: readonly string[];
  /** It loads while those that it needs start, as `runRoot` does it: loading is most of its start. */
  readonly loadsEarly?: boolean;
  /** How it shows that it does its work: `/livez` of the API, a file in `run/`, or its end with code 0. */
  readonly ready: 'livez' | 'announced' | 'exit';
  /** Node's options. The heaps are bounded and the young generation small: all of this shares a home server. */
  readonly flags: readonly string[];
  readonly stopGraceMs: number;
}

const repository = join(import.meta.dirname, '..', '..');

export const nodeRoots: readonly NodeRoot[] = [
  {
    name: 'setup',
    script: join(repository, 'workers/setup.ts'),
    needs: ['temporal', 'postgres'],
    loadsEarly: true,
    ready: 'exit',
    flags: [],
    stopGraceMs: 5000,
  },
  {
    name: 'api',
    script: join(repository, 'api/main.ts'),
    needs: ['setup'],
    loadsEarly: true,
    ready: 'livez',
    flags: ['--max-old-space-size=192', '--max-semi-space-size=2'],
    stopGraceMs: 10_000,
  },
  {
    name: 'workers',
    script: join(repository, 'workers/main.ts'),
    needs: ['setup'],
    loadsEarly: true,
    ready: 'announced',
    flags: ['--max-old-space-size=384', '--max-semi-space-size=2'],
    stopGraceMs: 15_000,
  },
];

/** On a host that has joined another machine's control plane. */
export const joinedHostRoots: readonly NodeRoot[] = [
  {
    name: 'host',
    script: join(repository, 'workers/joined-host.ts'),
    needs: [],
    ready: 'announced',
    flags: ['--max-old-space-size=256', '--max-semi-space-size=2'],
    stopGraceMs: 15_000,
  },
];

/** How to start, recognise and stop a Node root. */
export function nodeRootSpec(root: NodeRoot, home: Home, settings: SupervisorSettings): ChildSpec {
  return {
    name: root.name,
    kind: root.ready === 'exit' ? 'task' : 'service',
    needs: root.needs,
    ...(root.loadsEarly === true ? { gate: gateFile(home.paths, root.name) } : {}),
    prepare: () => prepare(root, home, settings),
    ready: ({ pid }, signal) => untilReady(root, home, settings, pid, signal),
    // The first setup also bundles the workflows, which takes seconds on a slow machine.
    readyWithinMs: 120_000,
    stop: { graceMs: root.stopGraceMs },
  };
}

async function prepare(root: NodeRoot, home: Home, settings: SupervisorSettings): Promise<Command> {
  if (root.ready === 'livez') {
    const { host, port } = apiOf(settings);
    await requirePort(root.name, port, host);
  }
  await rm(readyFile(home.paths, root.name), { force: true });
  return {
    file: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', ...root.flags, root.script],
    cwd: home.paths.root,
    variables: {
      ...settings.variables,
      ...(root.loadsEarly === true ? { SHOWRUNNER_START_GATE: gateFile(home.paths, root.name) } : {}),
      ...markerOf(home.id, root.name),
    },
  };
}

function untilReady(
  { ready, name }: NodeRoot,
  home: Home,
  settings: SupervisorSettings,
  pid: number,
  signal: AbortSignal,
): Promise<void> {
  switch (ready) {
    case 'livez':
      return untilOk(new URL('/livez', apiUrl(apiOf(settings))), signal);
    case 'announced':
      return untilAnnounced(home.paths, name, pid, signal);
    case 'exit':
      return untilGivenUp(signal);
  }
}

function apiOf({ api }: SupervisorSettings): NonNullable<SupervisorSettings['api']> {
  if (api !== undefined) return api;
  throw new DomainError('internal', 'A supervisor without an API was given a process that is one.');
}
