import Docker from 'dockerode';
import { labels } from '#contracts/labels.ts';

export const dockerSocket = '/var/run/docker.sock';

/** The engine as it is, for what a test must see or do behind the adapter's back. */
export function rawDocker(): Docker {
  return new Docker({ socketPath: dockerSocket });
}

/** Removes all that carries the instance's label, running or not, so that a failed test leaves nothing either. */
export async function removeEverythingOf(instance: string): Promise<void> {
  const docker = rawDocker();
  const filters = { label: [`${labels.instance}=${instance}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ v: true, force: true })));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove({})));
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  await Promise.all((volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove()));
}

/** Fails on the error that the engine puts into the stream, which dockerode's own helper passes over. */
export async function followStream(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  const events = await new Promise<readonly unknown[]>((resolve, reject) => {
    docker.modem.followProgress(stream, (error, output) =>
      error === null ? resolve(output) : reject(error),
    );
  });
  const failure = events.find((event) => typeof event === 'object' && event !== null && 'error' in event);
  if (failure !== undefined) throw new Error(`The engine failed: ${JSON.stringify(failure)}`);
}
