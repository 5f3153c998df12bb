import { isDomainError } from '#domain/errors.ts';
import type { Environment } from '#platform/environment.ts';
import type { Home } from '#platform/home.ts';
import { type Check, missing } from './doctor/check.ts';
import { checkEngine } from './doctor/engine.ts';
import { checkDisk, checkHome, checkPorts } from './doctor/home.ts';
import { checkCgroups, checkTunnel } from './doctor/kernel.ts';
import { checkNode, checkPackages, checkPostgres, checkTemporal } from './doctor/programs.ts';

export type { Check } from './doctor/check.ts';

/** Looks at every precondition and changes nothing. Without a home it says what the first start will meet. */
export async function doctor(environment: Environment, home?: Home): Promise<readonly Check[]> {
  const checks: readonly (readonly [string, () => Promise<Check>])[] = [
    ['node', async () => checkNode()],
    ['packages', () => checkPackages()],
    ['docker engine', () => checkEngine(environment)],
    ['temporal', () => checkTemporal(environment, home)],
    ['postgresql', () => checkPostgres(environment)],
    ['home', () => checkHome(environment, home)],
    ['disk', () => checkDisk(environment)],
    ['ports', () => checkPorts(home)],
    ['tunnel device', () => checkTunnel()],
    ['cgroups', () => checkCgroups()],
  ];
  return Promise.all(checks.map(([name, check]) => explain(name, check)));
}

/** A check that fails in a way we can name is an answer too. */
async function explain(name: string, check: () => Promise<Check>): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    if (isDomainError(error)) return missing(name, error.remedy, error.message);
    throw error;
  }
}
