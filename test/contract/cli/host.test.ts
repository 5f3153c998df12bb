import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHome } from '#platform/home.ts';
import { readJoinedHost, writeJoinedHost } from '#platform/joined-host.ts';
import { runCli } from './scene.ts';

const instance = { id: '0123456789ab', name: 'lounge' };
const joined = {
  format: 1,
  host: 'nas',
  instance,
  namespace: 'n',
  gateway: '10.0.0.1:8485',
  address: '10.0.0.2',
  joinedWith: 'h',
} as const;

describe('a machine as a host', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'showrunner-cli-host-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const call = (...argv: string[]) => runCli(argv, { env: { SHOWRUNNER_HOME: join(folder, 'home') } });
  const havingJoined = async () => {
    const { paths } = await openHome(join(folder, 'home'), { joining: true });
    await writeJoinedHost(paths, joined, { key: 'k', certificate: 'c', authority: 'a' });
    return paths;
  };

  test('that has joined nothing says so', async () => {
    for (const action of ['status', 'leave']) {
      const { code, stderr } = await call('host', action);
      expect([code, stderr]).toEqual([3, expect.stringContaining('has joined no control plane')]);
    }
  });

  test('shows what it has joined, and that its worker does not run', async () => {
    await havingJoined();
    const { code, stdout } = await call('host', 'status', '--json');
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      host: 'nas',
      instance,
      gateway: '10.0.0.1:8485',
      worker: null,
    });
  });

  test('refuses what only a control plane can do, and names it', async () => {
    await havingJoined();
    for (const argv of [['ps'], ['up', 'sonarr'], ['down', '--purge', '--yes'], ['install', 'sonarr']]) {
      const { code, stderr } = await call(...argv);
      expect([code, stderr]).toEqual([6, expect.stringContaining('is the host nas of another machine’s')]);
    }
  });

  test('joins nothing else before it has left', async () => {
    await havingJoined();
    const { code, stderr } = await call('host', 'join', '10.0.0.9:8485', '--token-file', '/dev/null');
    expect([code, stderr]).toEqual([4, expect.stringContaining('host leave')]);
  });

  test('leaves, and keeps nothing of its key', async () => {
    const paths = await havingJoined();
    expect((await call('host', 'leave')).code).toBe(0);
    expect(await readJoinedHost(paths)).toBeUndefined();
  });

  test('cannot be the home of a control plane as well', async () => {
    await openHome(join(folder, 'home'));
    const { code, stderr } = await call('host', 'join', '10.0.0.1:8485', '--token-file', '/dev/null');
    expect([code, stderr]).toEqual([4, expect.stringContaining('home of a control plane')]);
  });

  test('takes no token as an argument', async () => {
    expect((await call('host', 'join', '10.0.0.1:8485', 'srj1.nas')).code).toBe(2);
  });
});
