import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { followStream, rawDocker } from './client.ts';
import { debianTool } from './debian-tool.ts';

export interface TestImageOptions {
  /** More lines of the Dockerfile, such as a HEALTHCHECK. */
  readonly more?: readonly string[];
  /** Bytes that no registry has seen, as layers of their own: for pulls that take their time. */
  readonly ballast?: readonly number[];
}

export interface TestImage {
  readonly reference: string;
  remove(): Promise<void>;
}

/** A 2 MB image of the machine's static busybox, with a shell. */
export async function buildTestImage(reference: string, options: TestImageOptions = {}): Promise<TestImage> {
  const docker = rawDocker();
  const context = Readable.from([await contextOf(options)]);
  await followStream(docker, await docker.buildImage(context, { t: reference, rm: true, forcerm: true }));
  return { reference, remove: () => removeImage(reference) };
}

/** Removes the name, and the image with its last one; an image that is not there is fine. */
export async function removeImage(reference: string): Promise<void> {
  try {
    await rawDocker().getImage(reference).remove({ force: true });
  } catch (error) {
    if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 404)) throw error;
  }
}

async function contextOf({ more = [], ballast = [] }: TestImageOptions): Promise<Buffer> {
  const tar = pack();
  const dockerfile = [
    'FROM scratch',
    'COPY busybox /bin/busybox',
    'RUN ["/bin/busybox","--install","-s","/bin"]',
    ...ballast.map((_, index) => `COPY ballast-${index} /ballast-${index}`),
    ...more,
  ];
  tar.entry({ name: 'Dockerfile' }, dockerfile.join('\n'));
  tar.entry(
    { name: 'busybox', mode: 0o755 },
    await readFile(await debianTool('busybox-static', '/bin/busybox')),
  );
  for (const [index, size] of ballast.entries()) tar.entry({ name: `ballast-${index}` }, randomBytes(size));
  tar.finalize();
  return await buffer(tar);
}
