import { type HostId, hostId, type InstanceId, instanceId } from '#domain/ids.ts';
import type { Configuration } from '#platform/configuration.ts';

export interface Identity {
  readonly instance: { readonly id: InstanceId; readonly name: string };
  readonly host: HostId;
}

export function identityOf({ instance, hostId: host }: Configuration): Identity {
  return { instance: { id: instanceId(instance.id), name: instance.name }, host: hostId(host) };
}
