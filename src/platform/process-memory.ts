import { descendants, ps, readParents, readProc } from './process-table.ts';

export interface ProcessMemory {
  /** Resident bytes, summed over processes: pages that two of them share count twice. */
  readonly residentBytes: number;
  /** The same with shared pages divided among those who share them; absent where the system does not tell. */
  readonly proportionalBytes?: number;
}

/** Memory of a process and of everything below it, such as PostgreSQL's backends. */
export function memoryOfTree(pid: number, parents = readParents()): ProcessMemory {
  return sumMemory([pid, ...descendants(pid, parents)].map(memoryOf));
}

export function sumMemory(parts: readonly ProcessMemory[]): ProcessMemory {
  const residentBytes = parts.reduce((sum, part) => sum + part.residentBytes, 0);
  const proportional = parts.flatMap(({ proportionalBytes }) => proportionalBytes ?? []);
  if (proportional.length < parts.length) return { residentBytes };
  return { residentBytes, proportionalBytes: proportional.reduce((sum, bytes) => sum + bytes, 0) };
}

function memoryOf(pid: number): ProcessMemory {
  if (process.platform !== 'linux')
    return { residentBytes: Number(ps('-o', 'rss=', '-p', String(pid))) * 1024 };
  const residentBytes = readKilobytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m) ?? 0;
  const proportionalBytes = readKilobytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m);
  return proportionalBytes === undefined ? { residentBytes } : { residentBytes, proportionalBytes };
}

function readKilobytes(path: string, pattern: RegExp): number | undefined {
  const kilobytes = pattern.exec(readProc(path) ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
