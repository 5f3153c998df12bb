import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { readFileIfPresent } from './files.ts';

/** Mount points of this process below a folder, links resolved; none where the system does not tell. */
export async function mountsBelow(folder: string): Promise<readonly string[]> {
  const points = readMountPoints((await readFileIfPresent('/proc/self/mountinfo')) ?? '');
  const real = await realpath(folder);
  return points.filter((point) => point !== real && isWithin(point, real));
}

/** Whether the path is the folder, or below it. Both as they are written. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
}

/** Mount points in the form of proc_pid_mountinfo(5): the fifth field, with some characters in octal. */
export function readMountPoints(mountinfo: string): readonly string[] {
  return mountinfo.split('\n').flatMap((line) => {
    const point = line.split(' ')[4];
    if (point === undefined) return [];
    return [
      point.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    ];
  });
}
