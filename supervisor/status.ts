import type { Home } from '#platform/home.ts';
import type { SupervisorStatus } from './contract.ts';
import { askSupervisor } from './control-client.ts';

export type { ProcessStatus, SupervisorStatus } from './contract.ts';

/** What the home's supervisor keeps running; nothing when none runs. */
export async function readStatus(home: Home): Promise<SupervisorStatus | undefined> {
  return (await askSupervisor(home.paths, { command: 'status' }, 5000))?.status;
}

/** Ends one of its processes, which is then started again. */
export async function restartProcess(home: Home, name: string): Promise<SupervisorStatus | undefined> {
  return (await askSupervisor(home.paths, { command: 'restart', name }, 60_000))?.status;
}
