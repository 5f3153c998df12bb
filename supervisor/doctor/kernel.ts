import { stat } from 'node:fs/promises';
import { readFileIfPresent } from '#platform/files.ts';
import { type Check, ok, warning } from './check.ts';

/** A VPN service needs the tunnel device; nothing else does. */
export async function checkTunnel(path = '/dev/net/tun'): Promise<Check> {
  const device = await stat(path).catch(() => undefined);
  return device?.isCharacterDevice() === true
    ? ok('tunnel device', path)
    : warning('tunnel device', 'For a VPN service: modprobe tun, or use a kernel that has it.', `no ${path}`);
}

/** Without controllers the engine cannot limit a container's memory and processes. */
export async function checkCgroups(): Promise<Check> {
  const unified = await readFileIfPresent('/sys/fs/cgroup/cgroup.controllers');
  if (unified !== undefined) return ok('cgroups', `version 2: ${unified.trim()}`);
  const legacy = await readFileIfPresent('/proc/cgroups');
  const enabled = (legacy ?? '').split('\n').filter((line) => /^(memory|pids|cpu)\s.*\s1$/.test(line));
  return enabled.length === 3
    ? ok('cgroups', 'version 1: memory, pids, cpu')
    : warning(
        'cgroups',
        'Enable the memory, pids and cpu controllers; limits do not work without.',
        'not all are enabled',
      );
}
