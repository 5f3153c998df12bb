import { readdir, readFile } from 'node:fs/promises';

/** The kernel counts in ticks of which Linux shows a hundred a second, whatever it uses itself. */
const ticksPerSecond = 100;

export interface ProcessUse {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

export async function readUse(pid: number): Promise<ProcessUse> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  const fields = fieldsOf(stat);
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? '0';
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    residentBytes: Number(kilobytes) * 1024,
  };
}

/** The child of this process that was started with this argument. */
export async function childWith(argument: string): Promise<number> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    // A process may end between the looks.
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    if (Number(fieldsOf(stat)[1]) !== process.pid) continue;
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0').includes(argument)) return Number(entry);
  }
  throw new Error(`No child of this process was started with ${argument}.`);
}

/** From the state on: what comes before may hold blanks. */
function fieldsOf(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
