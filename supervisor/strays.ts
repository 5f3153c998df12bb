import { findByVariable, readParents } from '#platform/process-table.ts';
import { endProcess, identifyProcess } from '#platform/processes.ts';

/** Marks every process that a supervisor starts with `<instance id>/<name>`. */
export const marker = 'SHOWRUNNER_SUPERVISED';

export function markerOf(instanceId: string, name: string): Readonly<Record<string, string>> {
  return { [marker]: `${instanceId}/${name}` };
}

/**
 * Ends processes of this instance that no record knows: a supervisor killed between a start and its record left them.
 * Those below a known process belong to it and stay.
 */
export async function endStrays(instanceId: string, known: ReadonlySet<number>): Promise<readonly string[]> {
  const parents = readParents();
  const strays = findByVariable(marker).filter(
    ({ pid, value }) => value.startsWith(`${instanceId}/`) && !isBelow(pid, known, parents),
  );
  await Promise.all(
    strays.map(async ({ pid }) => {
      const identity = identifyProcess(pid);
      if (identity !== undefined) await endProcess(identity, { graceMs: 5000 });
    }),
  );
  return strays.map(({ value }) => value.slice(instanceId.length + 1));
}

function isBelow(pid: number, known: ReadonlySet<number>, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) {
    if (known.has(at)) return true;
  }
  return false;
}
