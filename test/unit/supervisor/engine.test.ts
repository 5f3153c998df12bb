import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Environment, readEnvironment } from '#platform/environment.ts';
import { ensureEngine } from '#supervisor/engine/ensure.ts';
import { findEngine } from '#supervisor/engine/find.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

describe('finding the engine', () => {
  test('takes DOCKER_HOST, and what answers there', async () => {
    await using folder = await temporaryFolder();
    await using engine = await fakeEngine(join(folder.path, 'e.sock'));
    expect(await findEngine(environmentOf(folder.path, { DOCKER_HOST: engine.address }))).toEqual({
      found: true,
      engine: { address: engine.address, source: 'DOCKER_HOST', apiVersion: '1.41' },
    });
  });

  test('uses no other engine than the chosen one', async () => {
    await using folder = await temporaryFolder();
    await using _ = await fakeEngine(join(folder.path, 'docker.sock'));
    const environment = environmentOf(folder.path, {
      DOCKER_HOST: 'unix:///nowhere.sock',
      XDG_RUNTIME_DIR: folder.path,
    });
    expect(await findEngine(environment)).toEqual({
      found: false,
      chosen: true,
      trials: [{ source: 'DOCKER_HOST', address: 'unix:///nowhere.sock', reason: 'there is no such socket' }],
    });
  });

  test('follows the context of the Docker client’s configuration, and DOCKER_CONTEXT before it', async () => {
    await using folder = await temporaryFolder();
    await using first = await fakeEngine(join(folder.path, 'first.sock'));
    await using second = await fakeEngine(join(folder.path, 'second.sock'));
    writeContext(folder.path, 'first', first.address);
    writeContext(folder.path, 'second', second.address);
    writeFileSync(join(folder.path, 'config.json'), '{"currentContext": "first"}');
    const variables = { DOCKER_CONFIG: folder.path };
    expect(await addressFor(folder.path, variables)).toBe(first.address);
    expect(await addressFor(folder.path, { ...variables, DOCKER_CONTEXT: 'second' })).toBe(second.address);
  });

  test.each([
    [{ DOCKER_CONTEXT: 'lost' }, 'the context does not exist'],
    [{ DOCKER_HOST: 'ssh://ann@attic' }, 'ssh:// is not supported'],
    [{ DOCKER_HOST: 'nonsense' }, 'it is no address'],
    [{ DOCKER_HOST: 'tcp://127.0.0.1:9' }, 'nothing listens there'],
  ])('says why %o is no engine', async (variables, reason) => {
    await using folder = await temporaryFolder();
    const search = await findEngine(environmentOf(folder.path, variables));
    expect(search.found ? undefined : search.trials[0]?.reason).toContain(reason);
  });

  test('is not fooled by something else that answers', async () => {
    await using folder = await temporaryFolder();
    await using other = await fakeEngine(join(folder.path, 'web.sock'), {});
    const search = await findEngine(environmentOf(folder.path, { DOCKER_HOST: other.address }));
    expect(search.found ? undefined : search.trials[0]?.reason).toContain('no Docker engine');
  });
});

describe('making sure of an engine', () => {
  test('installs nothing where the user chose an engine that is down', async () => {
    await using folder = await temporaryFolder();
    const environment = environmentOf(folder.path, { DOCKER_HOST: 'unix:///nowhere.sock' });
    await expect(ensureEngine({ environment, mayInstall: true })).rejects.toMatchObject({
      code: 'precondition-failed',
      message: expect.stringContaining('Start that engine'),
    });
  });

  test('leaves an engine that answers alone', async () => {
    await using folder = await temporaryFolder();
    await using engine = await fakeEngine(join(folder.path, 'e.sock'));
    const environment = environmentOf(folder.path, { DOCKER_HOST: engine.address });
    const said: string[] = [];
    await ensureEngine({ environment, mayInstall: true, onProgress: (message) => void said.push(message) });
    expect(said).toEqual([]);
  });
});

function environmentOf(folder: string, variables: Record<string, string>): Environment {
  return readEnvironment({ HOME: folder, ...variables });
}

async function addressFor(folder: string, variables: Record<string, string>): Promise<string | undefined> {
  const search = await findEngine(environmentOf(folder, variables));
  return search.found ? search.engine.address : undefined;
}

function writeContext(folder: string, name: string, address: string): void {
  const meta = join(folder, 'contexts', 'meta', createHash('sha256').update(name).digest('hex'));
  mkdirSync(meta, { recursive: true });
  writeFileSync(
    join(meta, 'meta.json'),
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: address } } }),
  );
}

async function fakeEngine(
  socket: string,
  headers: Record<string, string> = { 'Api-Version': '1.41' },
): Promise<{ readonly address: string } & AsyncDisposable> {
  const server = createServer((_, response) => response.writeHead(200, headers).end('OK'));
  await new Promise<void>((done) => server.listen(socket, () => done()));
  return {
    address: `unix://${socket}`,
    [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())),
  };
}
