import type { ContainerDetail, ContainerRuntime } from '#ports/container-runtime.ts';

/** Containers whose address is the loopback interface, so that a server of the test's own answers for them. */
export function loopbackContainer(name: string, more: Partial<ContainerDetail> = {}): ContainerDetail {
  return {
    id: name,
    name,
    state: 'running',
    oomKilled: false,
    restarts: 0,
    addresses: { net: '127.0.0.1' },
    labels: {},
    ...more,
  };
}

export function stubRuntime(
  containers: readonly ContainerDetail[],
  exec: ContainerRuntime['exec'] = unplanned,
): Pick<ContainerRuntime, 'inspect' | 'exec'> {
  return {
    inspect: (name) => Promise.resolve(containers.find((container) => container.name === name)),
    exec,
  };
}

function unplanned(container: string, command: readonly string[]): never {
  throw new Error(`Unplanned: ${command.join(' ')} in ${container}`);
}
