import type { GatewayAddress } from '#platform/gateway-address.ts';
import type { Logger } from '#platform/logger.ts';
import type { HostStore } from '#ports/host-store.ts';
import { createTaskTokens, readSealKey } from './grpc/task-tokens.ts';
import { createUpstream } from './grpc/upstream.ts';
import type { HostApiPorts } from './host-api/handle.ts';
import { createMembership, type HostAuthority } from './host-api/membership.ts';
import { type Gateway, type GatewayCredentials, startGateway } from './server.ts';

export interface ConfiguredGateway {
  readonly listen: GatewayAddress;
  readonly folder: string;
  readonly instance: { readonly id: string; readonly name: string };
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly streamsUrl: string;
  readonly authority: HostAuthority;
  readonly credentials: () => Promise<GatewayCredentials>;
  /** Called once hosts can be let in. */
  readonly announce: () => Promise<void>;
  readonly ports: Pick<HostApiPorts, 'services' | 'events' | 'secrets' | 'monitors'> & {
    readonly hostStore: HostStore;
  };
  readonly logger: Logger;
}

/** An address may come later than the process (a VPN, a lease): it is tried again, and the rest of the control plane does its work. */
const retryMs = 5000;
/** The server's certificate holds for 90 days. */
const renewMs = 24 * 60 * 60 * 1000;

/** The gateway for as long as the process runs. Error: `home-unusable` where its keys cannot be read. */
export async function keepGateway(options: ConfiguredGateway): Promise<{ close(): Promise<void> }> {
  const { logger, listen } = options;
  const prepared = await prepare(options);
  let gateway: Gateway | undefined;
  let closing = false;
  let timer: NodeJS.Timeout | undefined;
  const again = (work: () => Promise<void>, milliseconds: number) => {
    if (closing) return;
    timer = setTimeout(() => {
      current = work();
    }, milliseconds);
  };
  const renew = async (): Promise<void> => {
    try {
      gateway?.renew(await options.credentials());
    } catch (error) {
      logger.error({ err: error }, 'the gateway’s certificate could not be renewed');
    }
    again(renew, renewMs);
  };
  const open = async (): Promise<void> => {
    try {
      gateway = await startGateway({ ...prepared, listen, credentials: await options.credentials() });
      logger.info(listen, 'the gateway listens');
      again(renew, renewMs);
      await options
        .announce()
        .catch((error: unknown) =>
          logger.error({ err: error }, 'nobody can be invited: it cannot be told of'),
        );
    } catch (error) {
      logger.error({ err: error, ...listen }, 'the gateway cannot listen there; trying again');
      again(open, retryMs);
    }
  };
  let current = open();
  await current;
  return {
    close: async () => {
      closing = true;
      clearTimeout(timer);
      await current;
      clearTimeout(timer);
      await gateway?.close();
    },
  };
}

async function prepare({
  folder,
  instance,
  temporal,
  streamsUrl,
  authority,
  ports,
  logger,
}: ConfiguredGateway) {
  const { hostStore: hosts, services, events, secrets, monitors } = ports;
  const { address, namespace } = temporal;
  const membership = createMembership({ hosts, authority, instance, namespace });
  const onFailure = (error: unknown) => logger.error({ err: error }, 'a host’s request failed');
  return {
    instance: instance.id,
    hosts,
    grpc: {
      upstream: createUpstream(address),
      namespace,
      tokens: createTaskTokens(await readSealKey(folder)),
    },
    hostApi: { membership, hosts, services, events, secrets, monitors, streamsUrl, onFailure },
  };
}
