import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { ensureLab, type Overlay, overlaySchema, removeLab } from '#lab/lab.ts';
import { readEnvironment } from '#platform/environment.ts';
import { cacheFolder } from '#platform/home.ts';
import { dockerSocket, followStream, rawDocker } from '#test/support/docker/client.ts';
import { freeSubnet } from '#test/support/docker/free-subnet.ts';
import { freePort, waitFor } from '#test/support/docker/wait-for.ts';

/** The machine's own, which a demo uses too: what is built there is named by what it is built from. Everything else goes. */
export const labCache = join(cacheFolder(readEnvironment()), 'lab');

export interface Container {
  readonly name: string;
  /** On the test's own network. */
  readonly ip: string;
  /** Runs a program inside and gives what it wrote and how it ended. */
  exec(...command: string[]): Promise<{ readonly code: number; readonly output: string }>;
  logs(): Promise<string>;
  /** How it ended, and how long it took to. */
  stop(): Promise<{ readonly code: number; readonly ms: number }>;
  readonly raw: Docker.Container;
}

export interface ContainerOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly binds?: readonly string[];
  readonly capabilities?: readonly string[];
  /** The container whose network namespace it shares. */
  readonly within?: string;
  readonly start?: boolean;
}

export interface TestLab extends AsyncDisposable {
  readonly instance: string;
  readonly folder: string;
  readonly overlay: Overlay;
  readonly registryPort: number;
  run(vendor: string, name: string, options?: ContainerOptions): Promise<Container>;
}

/** A lab instance of a test's own, with a network inside which alone its containers talk. */
export async function openTestLab({ internal = true } = {}): Promise<TestLab> {
  const docker = rawDocker();
  const instance = `labtest-${randomBytes(4).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'showrunner-labtest-'));
  const registryPort = await freePort();
  const { overlayFile } = await ensureLab({
    dockerSocket,
    cacheFolder: labCache,
    stateFolder: join(folder, 'state'),
    instance,
    registryPort,
    onProgress: () => undefined,
  });
  const overlay = overlaySchema.parse(JSON.parse(readFileSync(overlayFile, 'utf8')));
  const network = await docker.createNetwork({
    Name: instance,
    Internal: internal,
    IPAM: { Config: [{ Subnet: await freeSubnet() }] },
  });
  const containers: Docker.Container[] = [];
  return {
    instance,
    folder,
    overlay,
    registryPort,
    async run(vendor, name, options = {}) {
      const image = overlay.images[vendor];
      if (image === undefined) throw new Error(`The lab has no ${vendor}`);
      await followStream(docker, await docker.pull(`${image.image}@${image.digest}`));
      const raw = await docker.createContainer(specOf(`${instance}-${name}`, image, instance, options));
      containers.push(raw);
      if (options.start !== false) await raw.start();
      const { NetworkSettings } = await raw.inspect();
      return containerOf(docker, raw, name, NetworkSettings.Networks[instance]?.IPAddress ?? '');
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(containers.map((container) => container.remove({ force: true, v: true })));
      await network.remove();
      await removeLab({ dockerSocket, instance });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Awaits an answer with that status, asked from the host. */
export async function waitForHttp(url: string, status = 200): Promise<string> {
  const answer = await waitFor(
    `${status} from ${url}`,
    async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
      const body = await response?.text();
      return response?.status === status ? { body } : undefined;
    },
    30,
  );
  return answer.body ?? '';
}

function specOf(
  name: string,
  image: Overlay['images'][string],
  network: string,
  options: ContainerOptions,
): Docker.ContainerCreateOptions {
  return {
    name,
    Image: `${image.image}@${image.digest}`,
    Env: Object.entries(options.env ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(options.command === undefined ? {} : { Cmd: [...options.command] }),
    ...(options.entrypoint === undefined ? {} : { Entrypoint: [...options.entrypoint] }),
    ...(options.user === undefined ? {} : { User: options.user }),
    HostConfig: {
      NetworkMode: options.within === undefined ? network : `container:${options.within}`,
      Binds: [...(options.binds ?? [])],
      CapAdd: [...(options.capabilities ?? [])],
    },
  };
}

function containerOf(docker: Docker, raw: Docker.Container, name: string, ip: string): Container {
  return {
    name,
    ip,
    raw,
    async exec(...command) {
      const exec = await raw.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
      const stream = await exec.start({});
      const both = new PassThrough();
      docker.modem.demuxStream(stream, both, both);
      stream.on('end', () => both.end());
      const output = await text(both);
      const { ExitCode } = await exec.inspect();
      return { code: ExitCode ?? -1, output };
    },
    async logs() {
      const bytes = await raw.logs({ stdout: true, stderr: true });
      return bytes.toString('utf8');
    },
    async stop() {
      const started = performance.now();
      await raw.stop({ t: 20 });
      const { State } = await docker.getContainer(raw.id).inspect();
      return { code: State.ExitCode, ms: performance.now() - started };
    },
  };
}
