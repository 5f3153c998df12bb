import { DomainError } from '#domain/errors.ts';
import type { ContainerDetail, ContainerRuntime } from '#ports/container-runtime.ts';
import type { AppAddresses } from '#ports/link-applier.ts';

/** Addresses on the engine's own networks: reachable from the engine's machine without any published port. */
export function createAppAddresses(runtime: Pick<ContainerRuntime, 'inspect'>): AppAddresses {
  return {
    async baseUrl(container, port) {
      const detail = await runtime.inspect(container);
      const address = detail === undefined ? undefined : firstAddress(detail);
      if (address === undefined) {
        const why = detail === undefined ? 'is not there' : `is ${detail.state} and has no address`;
        throw new DomainError('app-unreachable', `Container ${container} ${why}.`);
      }
      return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
    },
  };
}

/** The engine lists networks in no stable order; sorted, every call takes the same one. */
function firstAddress(detail: ContainerDetail): string | undefined {
  return Object.entries(detail.addresses)
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([, address]) => address)
    .find((address) => address !== '');
}
