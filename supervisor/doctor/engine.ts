import { get } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { Environment } from '#platform/environment.ts';
import { type Engine, findEngine } from '../engine/find.ts';
import { requestTarget } from '../engine/ping.ts';
import { type Check, missing, ok } from './check.ts';

export async function checkEngine(environment: Environment): Promise<Check> {
  const search = await findEngine(environment);
  if (search.found) {
    const { address, source, apiVersion } = search.engine;
    return ok(
      'docker engine',
      `${await readVersion(search.engine)}, API ${apiVersion}, at ${address} (${source})`,
    );
  }
  const tried = search.trials.map(({ address, reason }) => `${address}: ${reason}`).join('; ');
  const remedy = search.chosen
    ? 'Start the chosen engine, or choose another one.'
    : 'Start it; or, as root on Debian or Ubuntu, let ./showrunner up install it.';
  return missing('docker engine', remedy, tried);
}

/** The ping tells the API's version only. */
async function readVersion({ address }: Engine): Promise<string> {
  const target = requestTarget(address);
  if (typeof target === 'string') return 'unknown version';
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const request = get({ ...target, path: '/version', agent: false, timeout: 3000 }, (response) =>
    resolve(json(response)),
  );
  request.once('timeout', () => request.destroy(new Error('no answer within 3 s')));
  request.once('error', reject);
  const parsed = versionSchema.safeParse(await promise.catch(() => undefined));
  return parsed.success ? `version ${parsed.data.Version}` : 'unknown version';
}

const versionSchema = z.object({ Version: z.string() });
