import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '#platform/environment.ts';
import { openHome } from '#platform/home.ts';
import { doctor } from '#supervisor/doctor.ts';
import { temporaryFolder } from '#test/unit/platform/temporary-folder.ts';

describe('the doctor', () => {
  test('names each precondition once, and what to do about those that do not hold', async () => {
    await using folder = await temporaryFolder();
    const environment = readEnvironment({
      HOME: folder.path,
      PATH: '/usr/bin:/bin',
      SHOWRUNNER_HOME: join(folder.path, 'home'),
      DOCKER_HOST: 'unix:///nowhere.sock',
      SHOWRUNNER_TEMPORAL_ADDRESS: 'temporal:7233',
    });
    const checks = await doctor(environment);
    const byName = new Map(checks.map((check) => [check.name, check]));
    expect(byName.size).toBe(checks.length);
    expect(byName.get('docker engine')).toMatchObject({
      state: 'missing',
      found: expect.stringContaining('no such socket'),
    });
    expect(byName.get('temporal')).toEqual({ name: 'temporal', state: 'ok', found: 'given: temporal:7233' });
    expect(byName.get('postgresql')).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('PostgreSQL'),
    });
    expect(byName.get('home')).toMatchObject({ state: 'ok', found: expect.stringContaining('to be made') });
    for (const check of checks.filter(({ state }) => state !== 'ok')) expect(check.remedy).toMatch(/\.$/);
  });

  test('looks at the ports and the modes of a home that exists', async () => {
    await using folder = await temporaryFolder();
    const environment = readEnvironment({ HOME: folder.path, SHOWRUNNER_HOME: folder.path });
    const checks = await doctor(environment, await openHome(folder.path, { name: 'test' }));
    expect(checks.find(({ name }) => name === 'ports')).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/^api \d+, .*free$/),
    });
  });
});
