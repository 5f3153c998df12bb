import { randomUUID } from 'node:crypto';
import { freeSubnets } from '#adapters/docker/resources/subnets.ts';
import { rawDocker } from './client.ts';

/**
 * A /24 that no network of the engine has. It is one of a thousand, at random, so that another run of the tests, which may
 * look for one at the same moment, hardly ever takes the same.
 */
export async function freeSubnet(): Promise<string> {
  const networks = await rawDocker().listNetworks();
  const taken = networks.flatMap(({ IPAM }) => (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []));
  const [subnet] = freeSubnets('10.216.0.0/14', randomUUID(), taken);
  if (subnet === undefined) throw new Error('The engine uses all of 10.216.0.0/14.');
  return subnet;
}
