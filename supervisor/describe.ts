import { apiUrl } from '#platform/api-url.ts';
import type { Home } from '#platform/home.ts';
import { memoryOfTree, sumMemory } from '#platform/process-memory.ts';
import { readParents } from '#platform/process-table.ts';
import type { Child } from './child.ts';
import type { ChildState, ProcessStatus, SupervisorSettings, SupervisorStatus } from './contract.ts';

/** What `status` shows, taken at this moment. */
export function describeSupervisor(
  home: Home,
  settings: SupervisorSettings,
  state: SupervisorStatus['state'],
  children: readonly Child[],
): SupervisorStatus {
  const measured = measure(children);
  const api = settings.api === undefined ? undefined : apiUrl(settings.api);
  return {
    instance: { id: home.id, name: home.name },
    home: home.paths.root,
    state,
    ...(api === undefined ? {} : { api, graphql: `${api}/graphql` }),
    ...(settings.temporal === undefined ? {} : { temporalUi: `http://127.0.0.1:${home.ports.temporalUi}` }),
    processes: measured.map(({ status }) => status),
    memory: sumMemory(measured.map(({ memory }) => memory)),
  };
}

function measure(children: readonly Child[]) {
  const parents = readParents();
  // The supervisor is everyone's parent: of it only its own pages count.
  const own = memoryOfTree(process.pid, new Map());
  const supervisor = toStatus('supervisor', 'ready', 0, own.residentBytes, { pid: process.pid, startedAt });
  return [
    { status: supervisor, memory: own },
    ...children.map(({ spec, state, restarts, running }) => {
      const memory =
        running === undefined
          ? { residentBytes: 0, proportionalBytes: 0 }
          : memoryOfTree(running.pid, parents);
      return { status: toStatus(spec.name, state, restarts, memory.residentBytes, running), memory };
    }),
  ];
}

const startedAt = new Date(performance.timeOrigin).toISOString();

function toStatus(
  name: string,
  state: ChildState,
  restarts: number,
  memoryBytes: number,
  running: { readonly pid: number; readonly startedAt: string } | undefined,
): ProcessStatus {
  const identity = running === undefined ? {} : { pid: running.pid, startedAt: running.startedAt };
  return { name, ...identity, state, restarts, memoryBytes };
}
