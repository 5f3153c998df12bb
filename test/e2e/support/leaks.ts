import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { createKeyring } from '#adapters/keyring/keyring.ts';
import type { Configuration } from '#platform/configuration.ts';
import { rawDocker } from '#test/support/docker/index.ts';

/** Every value that the secret store holds for these owners. */
export async function secretValuesOf(
  keyringFolder: string,
  owners: readonly string[],
): Promise<readonly string[]> {
  const secrets = await createKeyring(keyringFolder);
  const values: string[] = [];
  for (const owner of owners) {
    for (const path of (await secrets.versions(owner)).keys()) {
      const newest = await secrets.readNewest(path);
      if (newest !== undefined) values.push(newest.value);
    }
  }
  return values;
}

/** All places that a secret must not reach, each with what it holds. */
export async function collectPlaces(configuration: Configuration): Promise<ReadonlyMap<string, string>> {
  const places = new Map<string, string>();
  for (const [name, text] of await histories(configuration)) places.set(`history ${name}`, text);
  for (const file of await readdir(configuration.home.logs)) {
    places.set(`log ${file}`, await readFile(join(configuration.home.logs, file), 'utf8'));
  }
  for (const [name, text] of await containers(configuration.instance.id))
    places.set(`labels and arguments of ${name}`, text);
  places.set('arguments of processes', await commandLines());
  return places;
}

/** Histories with their payloads in the clear. */
async function histories({ temporal }: Configuration): Promise<ReadonlyMap<string, string>> {
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const found = new Map<string, string>();
  try {
    for await (const { workflowId, runId } of client.workflow.list()) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const json = historyToJSON(history);
      const payloads = [...json.matchAll(/"data":\s*"([A-Za-z0-9+/=]+)"/g)].map(([, data]) =>
        Buffer.from(data ?? '', 'base64'),
      );
      found.set(
        `${workflowId} ${runId}`,
        `${json}\n${payloads.map((payload) => payload.toString('utf8')).join('\n')}`,
      );
    }
  } finally {
    await connection.close();
  }
  return found;
}

/** Environment values are where secrets belong; labels, commands and mounts are not. */
async function containers(instance: string): Promise<ReadonlyMap<string, string>> {
  const docker = rawDocker();
  const found = new Map<string, string>();
  for (const { Id } of await docker.listContainers({
    all: true,
    filters: { label: [`showrunner.instance=${instance}`] },
  })) {
    const { Name, Config, HostConfig, Args, Path, Mounts } = await docker.getContainer(Id).inspect();
    const { Labels, Cmd, Entrypoint, Healthcheck } = Config;
    found.set(Name, JSON.stringify({ Labels, Cmd, Entrypoint, Healthcheck, HostConfig, Args, Path, Mounts }));
  }
  return found;
}

async function commandLines(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.join('\n');
}
