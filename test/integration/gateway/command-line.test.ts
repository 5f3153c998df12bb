import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { runCli } from '#test/contract/cli/scene.ts';
import { freePort, waitFor } from '#test/support/docker/wait-for.ts';

const hostsSchema = z.object({
  hosts: z.array(z.looseObject({ id: z.string(), state: z.string(), address: z.string() })),
});
const processes = z.object({ processes: z.array(z.object({ name: z.string(), pid: z.int().optional() })) });

/** Two homes on one machine: a control plane, and a host of it. The commands are those that a person types. */
let folder: string;
let gateway: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'showrunner-join-'));
  // PostgreSQL does not run as root, and must get through to its folder.
  await chmod(folder, 0o711);
  gateway = `127.0.0.1:${await freePort()}`;
});
afterAll(async () => {
  await host('host', 'leave');
  await plane('down');
  await rm(folder, { recursive: true });
});

test('a machine joins by the invitation’s token, is reachable, and can be removed', async () => {
  expect(await plane('up', '--gateway', gateway)).toMatchObject({ code: 0 });
  const { token } = z
    .object({ token: z.string() })
    .parse(JSON.parse((await plane('hosts', 'invite', 'nas', '--json')).stdout));
  await writeFile(join(folder, 'token'), token, { mode: 0o600 });

  const joining = ['host', 'join', gateway, '--token-file', join(folder, 'token'), '--address', '127.0.0.2'];
  expect(await host(...joining)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('is the host nas of planetest'),
  });
  expect(await host(...joining)).toMatchObject({ code: 0 });
  await waitFor('the host to be reachable', async () => (await stateOf('nas')) === 'reachable' || undefined);

  const { stdout } = await host('status', '--json');
  expect(processes.parse(JSON.parse(stdout)).processes.map(({ name }) => name)).toEqual([
    'supervisor',
    'host',
  ]);

  expect((await host('down')).code).toBe(0);
  expect((await host('host', 'status')).code).toBe(5);
  expect((await host('up')).code).toBe(0);
  expect((await host('host', 'status')).code).toBe(0);

  expect((await plane('hosts', 'remove', 'nas', '--yes')).code).toBe(0);
  expect(await stateOf('nas')).toBeUndefined();
  expect((await host('host', 'leave')).code).toBe(0);
  expect((await host('host', 'status')).code).toBe(3);
});

async function stateOf(id: string): Promise<string | undefined> {
  const { stdout } = await plane('hosts', '--json');
  return hostsSchema.parse(JSON.parse(stdout)).hosts.find((one) => one.id === id)?.state;
}

function plane(...args: string[]) {
  return call('plane', { SHOWRUNNER_INSTANCE: 'planetest' }, args);
}

function host(...args: string[]) {
  return call('nas', {}, args);
}

function call(home: string, more: Readonly<Record<string, string>>, args: readonly string[]) {
  const { PATH = '', XDG_CACHE_HOME, DOCKER_HOST } = process.env;
  const given = { ...(XDG_CACHE_HOME && { XDG_CACHE_HOME }), ...(DOCKER_HOST && { DOCKER_HOST }) };
  return runCli(args, {
    env: { PATH, HOME: folder, ...given, SHOWRUNNER_HOME: join(folder, home), ...more },
  });
}
