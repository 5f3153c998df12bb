import type { ContainerAnswer } from '#adapters/docker/connection/answers.ts';
import { nanoseconds } from '#adapters/docker/times.ts';

/** The id of the container whose network namespace this one shares. */
export function namespaceOf(container: ContainerAnswer): string | undefined {
  return /^container:(.+)$/.exec(container.HostConfig.NetworkMode)?.[1];
}

/**
 * A member keeps the namespace that it joined at its own start. A gateway that was recreated has another id, and one that
 * was restarted or has ended has left the member with nothing but a loopback interface. A member that does not run joins
 * anew when it starts, so the id is all that counts for it.
 */
export function namespaceAlive(member: ContainerAnswer, gateway: ContainerAnswer | undefined): boolean {
  const joined = namespaceOf(member);
  if (joined === undefined) return true;
  if (gateway?.Id !== joined) return false;
  if (!runs(member)) return true;
  return runs(gateway) && nanoseconds(gateway.State.StartedAt) <= nanoseconds(member.State.StartedAt);
}

export function runs(container: ContainerAnswer): boolean {
  return container.State.Status === 'running' || container.State.Status === 'paused';
}
