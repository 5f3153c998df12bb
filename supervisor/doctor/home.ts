import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Environment } from '#platform/environment.ts';
import { hasCode } from '#platform/files.ts';
import { type Home, homeFolder } from '#platform/home.ts';
import { isPortFree } from '#platform/ports.ts';
import { readStatus } from '../status.ts';
import { type Check, missing, ok, warning } from './check.ts';

export async function checkHome(environment: Environment, home: Home | undefined): Promise<Check> {
  const root = home?.paths.root ?? homeFolder(environment);
  const existing = await nearestExisting(root);
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable)
    return missing('home', `Make ${existing} writable, or set SHOWRUNNER_HOME.`, `${root} cannot be written`);
  if (existing !== root) return ok('home', `${root}, to be made by the first start`);
  const mode = (await stat(root)).mode & 0o777;
  return (mode & 0o066) === 0
    ? ok('home', `${root}, mode ${mode.toString(8)}`)
    : warning('home', `The next start closes it: chmod go-rw ${root}.`, `others may read ${root}`);
}

const enough = 5_000_000_000;
const least = 200_000_000;

export async function checkDisk(environment: Environment): Promise<Check> {
  const { bavail, bsize } = await statfs(await nearestExisting(homeFolder(environment)));
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= enough) return ok('disk', found);
  const remedy = 'Free some space, or set SHOWRUNNER_HOME: images and databases want 5 GB.';
  return free >= least ? warning('disk', remedy, found) : missing('disk', remedy, found);
}

/** The ports that the home keeps: in use by our own processes, or free for them. */
export async function checkPorts(home: Home | undefined): Promise<Check> {
  if (home === undefined) return ok('ports', 'chosen by the first start');
  const ports = Object.entries(home.ports).filter(([name]) => name !== 'labRegistry');
  const listed = ports.map(([name, port]) => `${name} ${port}`).join(', ');
  if ((await readStatus(home)) !== undefined) return ok('ports', `${listed}, in use by this instance`);
  const free = await Promise.all(ports.map(([, port]) => isPortFree(port)));
  const taken = ports.filter((_, index) => free[index] === false).map(([name, port]) => `${name} ${port}`);
  return taken.length === 0
    ? ok('ports', `${listed}, free`)
    : missing(
        'ports',
        `End what uses them, or change them in ${home.paths.instanceFile}.`,
        `taken: ${taken.join(', ')}`,
      );
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return nearestExisting(dirname(path));
    throw error;
  }
}
