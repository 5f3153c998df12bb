import { createAppAddresses } from '#adapters/apps/addresses.ts';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { createDockerRuntime } from '#adapters/docker/runtime.ts';
import { createGatewayClient } from '#adapters/gateway/client.ts';
import { createRemoteEventLog } from '#adapters/gateway/event-log.ts';
import { createRemoteMonitors } from '#adapters/gateway/monitor-control.ts';
import { createRemoteSecretStore } from '#adapters/gateway/secret-store.ts';
import { createRemoteUploads } from '#adapters/gateway/uploads.ts';
import { createHostFolders } from '#adapters/host-folders/host-folders.ts';
import { createAnswerReader } from '#adapters/http-probe/answer-reader.ts';
import { createProber } from '#adapters/http-probe/prober.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { hostId, instanceId } from '#domain/ids.ts';
import type { JoinedCredentials, JoinedHost } from '#platform/joined-host.ts';
import type { HostAssembly } from './host.ts';

export interface JoinedHostOptions {
  readonly joined: JoinedHost;
  readonly credentials: JoinedCredentials;
  readonly docker: { readonly dockerHost?: string };
  /** The task that is at work. */
  readonly task: () => string | undefined;
}

/** What the activities of a host that has joined work with: its own engine and folders, all else by way of the gateway. */
export function createJoinedHostPorts({
  joined,
  credentials,
  docker,
  task,
}: JoinedHostOptions): HostAssembly {
  const { id, name } = joined.instance;
  const gateway = createGatewayClient(joined.gateway, credentials);
  const runtime = createDockerRuntime({ instance: { id: instanceId(id), name }, ...docker });
  const secrets = createRemoteSecretStore(gateway);
  return {
    host: hostId(joined.host),
    runtime,
    secrets,
    values: secretValues,
    events: createRemoteEventLog(gateway),
    folders: createHostFolders(),
    prober: createProber(runtime),
    answers: createAnswerReader(runtime),
    links: createLinkApplier({ addresses: createAppAddresses(runtime), secrets, task }),
    monitors: createRemoteMonitors(gateway),
    uploads: createRemoteUploads(gateway),
    close: async () => {
      gateway.close();
      await runtime.close();
    },
  };
}
