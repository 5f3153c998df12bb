import { createAppAddresses } from '#adapters/apps/addresses.ts';
import { createLinkApplier } from '#adapters/apps/link-applier.ts';
import { createDockerRuntime } from '#adapters/docker/runtime.ts';
import { createHostFolders } from '#adapters/host-folders/host-folders.ts';
import { createAnswerReader } from '#adapters/http-probe/answer-reader.ts';
import { createProber } from '#adapters/http-probe/prober.ts';
import { createUploads } from '#adapters/http-upload/uploads.ts';
import { createKeyring } from '#adapters/keyring/keyring.ts';
import { secretValues } from '#adapters/keyring/values.ts';
import { createTemporalClient } from '#adapters/temporal/connection.ts';
import { createMonitorControl } from '#adapters/temporal/monitor-control.ts';
import type { HostId } from '#domain/ids.ts';
import type { Configuration } from '#platform/configuration.ts';
import type { AnswerReader } from '#ports/answer-reader.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import type { EventAppender } from '#ports/event-log.ts';
import type { HostFolders } from '#ports/host-folders.ts';
import type { LinkApplier } from '#ports/link-applier.ts';
import type { HostMonitors } from '#ports/monitor-control.ts';
import type { Prober } from '#ports/prober.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import type { SecretValues } from '#ports/secret-values.ts';
import type { UploadTarget } from '#ports/upload-target.ts';
import { identityOf } from './identity.ts';
import { createStores } from './stores.ts';

/** What the activities of a host on the control plane's own machine work with. `task` names the task that is at work. */
export async function createHostPorts(
  configuration: Configuration,
  task: () => string | undefined,
): Promise<HostAssembly> {
  const { instance, host } = identityOf(configuration);
  const stores = createStores(configuration, 'showrunner-host', 2);
  const temporal = createTemporalClient(configuration.temporal, `${host}/host/${process.pid}`);
  const runtime = createDockerRuntime({ instance, ...configuration.docker });
  const secrets = await createKeyring(configuration.home.keyring);
  return {
    host,
    runtime,
    secrets,
    values: secretValues,
    events: stores.events,
    folders: createHostFolders(),
    prober: createProber(runtime),
    answers: createAnswerReader(runtime),
    links: createLinkApplier({ addresses: createAppAddresses(runtime), secrets, task }),
    monitors: createMonitorControl(temporal),
    uploads: createUploads(),
    close: async () => {
      await runtime.close();
      await stores.close();
      await temporal.close();
    },
  };
}

/** What the activities of any host work with. */
export interface HostAssembly {
  readonly host: HostId;
  readonly runtime: ContainerRuntime;
  readonly secrets: HostSecrets;
  readonly values: SecretValues;
  readonly events: EventAppender;
  readonly folders: HostFolders;
  readonly prober: Prober;
  readonly answers: AnswerReader;
  readonly links: LinkApplier;
  readonly monitors: HostMonitors;
  readonly uploads: UploadTarget;
  close(): Promise<void>;
}
