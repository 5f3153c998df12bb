import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '#platform/environment.ts';
import { openHome } from '#platform/home.ts';
import { writeJoinedHost } from '#platform/joined-host.ts';
import { prepareSettings } from '#supervisor/settings.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

const given = {
  SHOWRUNNER_DATABASE_URL: 'postgres://ann:hunter2@db/shows',
  SHOWRUNNER_TEMPORAL_ADDRESS: 'temporal:7233',
  DOCKER_HOST: 'unix:///nowhere.sock',
};

describe('the supervisor’s settings', () => {
  test('leave out what the environment gives', async () => {
    await using folder = await temporaryFolder();
    const home = await openHome(folder.path, { name: 'test' });
    const environment = readEnvironment({ HOME: folder.path, PATH: '/bin', ...given });
    const settings = await prepareSettings({ home, environment });
    expect(settings).toMatchObject({
      root: folder.path,
      api: { host: '127.0.0.1', port: home.ports.api },
      variables: {
        PATH: '/bin',
        HOME: folder.path,
        SHOWRUNNER_HOME: folder.path,
        SHOWRUNNER_INSTANCE: 'test',
      },
    });
    expect(settings).not.toHaveProperty('temporal');
    expect(settings).not.toHaveProperty('postgres');
  });

  test('of a home that has joined are for the host’s worker alone', async () => {
    await using folder = await temporaryFolder();
    const home = await openHome(folder.path, { joining: true });
    const instance = { id: '0123456789ab', name: 'elsewhere' };
    const joined = {
      format: 1,
      host: 'nas',
      instance,
      namespace: 'n',
      gateway: 'g:1',
      address: '10.0.0.2',
      joinedWith: 'h',
    } as const;
    await writeJoinedHost(home.paths, joined, { key: 'k', certificate: 'c', authority: 'a' });
    const environment = readEnvironment({ HOME: folder.path, PATH: '/bin', ...given });
    const settings = await prepareSettings({ home, environment });
    expect(Object.keys(settings)).toEqual(['root', 'variables']);
  });

  test.skipIf(process.getuid?.() !== 0)('are refused when the disk is too full to start', async () => {
    await using folder = await temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'showrunner-test', folder.path]);
    try {
      const home = await openHome(folder.path);
      const environment = readEnvironment({ HOME: folder.path, ...given });
      await expect(prepareSettings({ home, environment })).rejects.toMatchObject({
        code: 'home-unusable',
        message: expect.stringContaining('its disk is full'),
      });
    } finally {
      execFileSync('umount', [folder.path]);
    }
  });
});
