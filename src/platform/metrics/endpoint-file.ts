import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeFields, isText } from '../decode.ts';
import { readFileIfPresent, writeFileAtomically } from '../files.ts';
import type { HomePaths } from '../home-paths.ts';

/** Where a process of this home can be scraped. */
export interface MetricsEndpoint {
  /** The root's name, such as `workers`. */
  readonly process: string;
  /** `host:port`. */
  readonly address: string;
}

const ending = '.metrics';

/**
 * Says where this process is scraped. The file outlives a process that crashes: its endpoint then stays a target, which is
 * down. Who ends in order takes it back.
 */
export async function announceEndpoint(
  home: HomePaths,
  { process, address }: MetricsEndpoint,
): Promise<() => Promise<void>> {
  const file = join(home.run, `${process}${ending}`);
  await writeFileAtomically(file, `${JSON.stringify({ address })}\n`);
  return () => rm(file, { force: true });
}

/** The processes of this home that announced themselves, by name. */
export async function readEndpoints(home: HomePaths): Promise<readonly MetricsEndpoint[]> {
  const files = (await readdir(home.run)).filter((file) => file.endsWith(ending)).toSorted();
  const found = await Promise.all(files.map((file) => readEndpoint(home, file)));
  return found.filter((endpoint) => endpoint !== undefined);
}

async function readEndpoint(home: HomePaths, file: string): Promise<MetricsEndpoint | undefined> {
  const address = decodeFields((await readFileIfPresent(join(home.run, file))) ?? '')?.address;
  return isText(address) ? { process: file.slice(0, -ending.length), address } : undefined;
}
