import { findByVariable, readParents } from '#platform/process-table.ts';
import { endProcess, identifyProcess } from '#platform/processes.ts';

/** Marks every process that a supervisor starts with `<instance id>/<name>`. */
export const marker = 'SHOWRUNNER_SUPERVISED';

export function markerOf(instanceId: string, name: string): Readonly<Record<string, string>> {
  return { [marker]: `${instanceId}/${name}` };
}

/**
 * Ends processes of this instance that no record knows: a supervisor killed between a start and its record left them.
 * Those below a known process belong to it and stay; those below a stray end with it.
 */
export async function endStrays(instanceId: string, known: ReadonlySet<number>): Promise<readonly string[]> {
  const parents = readParents();
  const marked = findByVariable(marker).filter(({ value }) => value.startsWith(`${instanceId}/`));
  const unknown = marked.filter(({ pid }) => !isBelow(pid, known, parents));
  const pids = new Set(unknown.map(({ pid }) => pid));
  const strays = unknown.filter(({ pid }) => !isBelow(parents.get(pid) ?? 0, pids, parents));
  const names = strays.map(({ value }) => value.slice(instanceId.length + 1));
  await Promise.all(strays.map(({ pid }, index) => endStray(pid, names[index] ?? '')));
  return names;
}

/** PostgreSQL takes SIGTERM as "when the last client has gone", SIGINT as "now, and cleanly". */
async function endStray(pid: number, name: string): Promise<void> {
  const identity = identifyProcess(pid);
  if (identity === undefined) return;
  await endProcess(identity, { signal: name === 'postgres' ? 'SIGINT' : 'SIGTERM', graceMs: 10_000 });
}

function isBelow(pid: number, known: ReadonlySet<number>, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
    if (known.has(at)) return true;
  }
  return false;
}
