import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersAt, end, untilReady } from '#test/support/processes/programs.ts';
import { followStream, rawDocker } from './client.ts';
import { debianTool } from './debian-tool.ts';
import { removeImage } from './test-image.ts';
import { freePort } from './wait-for.ts';

export interface TestRegistry {
  /** `127.0.0.1:<port>`, the beginning of a reference; the engine speaks plain HTTP to loopback addresses. */
  readonly address: string;
  readonly port: number;
  /** Puts an image of the engine into the registry under the name and takes the name off the engine; gives its digest. */
  push(local: string, name: string): Promise<string>;
  stop(): Promise<void>;
}

/** A registry on a free loopback port with a folder of its own. */
export async function startRegistry(): Promise<TestRegistry> {
  const program = await debianTool('docker-registry', '/usr/bin/docker-registry');
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-registry-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  await writeFile(join(folder, 'config.yml'), configuration(folder, address));
  const child = spawn(program, ['serve', join(folder, 'config.yml')], { stdio: 'ignore' });
  try {
    await untilReady(child, { what: 'the registry', isReady: answersAt(`http://${address}/v2/`) });
  } catch (error) {
    await removeFolder();
    throw error;
  }
  return {
    address,
    port,
    push: (local, name) => push(local, `${address}/${name}`),
    stop: async () => {
      await end(child);
      await removeFolder();
    },
  };
}

function configuration(folder: string, address: string): string {
  return `version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: ${folder}/data}, delete: {enabled: true}}
http: {addr: "${address}"}
`;
}

async function push(local: string, reference: string): Promise<string> {
  const docker = rawDocker();
  const colon = reference.lastIndexOf(':');
  const [repo, tag] = [reference.slice(0, colon), reference.slice(colon + 1)];
  await docker.getImage(local).tag({ repo, tag });
  const authconfig = { username: '', password: '', serveraddress: '' };
  await followStream(docker, await docker.getImage(reference).push({ authconfig }));
  const { RepoDigests: digests } = await docker.getImage(reference).inspect();
  await removeImage(reference);
  const digest = digests.find((entry) => entry.startsWith(`${repo}@`))?.split('@')[1];
  if (digest === undefined) throw new Error(`The registry gave ${reference} no digest.`);
  return digest;
}
