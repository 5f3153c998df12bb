import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isDomainError } from '#domain/errors.ts';
import { readEnvironment, variablesForChildren } from '#platform/environment.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('the environment', () => {
  test('has a default for everything that may be left out', () => {
    const environment = readEnvironment({ HOME: '/home/ann' });
    expect(environment).toMatchObject({
      instance: 'default',
      hostId: 'local',
      logLevel: 'info',
      secretStore: 'keyring',
      temporal: { namespace: 'showrunner' },
      user: { home: '/home/ann' },
      api: {},
      docker: {},
      output: { ci: false },
    });
    expect(environment).not.toHaveProperty('database');
    expect(environment).not.toHaveProperty('home');
  });

  test('treats an empty variable as one that is not set', () => {
    expect(readEnvironment({ HOME: '/h', SHOWRUNNER_INSTANCE: '', CI: '', NO_COLOR: '' })).toEqual(
      readEnvironment({ HOME: '/h' }),
    );
  });

  test('takes programs from absolute folders only, never from where one stands', () => {
    const PATH = ':.:bin:/usr/bin::../x:/opt/bin';
    expect(readEnvironment({ HOME: '/h', PATH }).path).toBe('/usr/bin:/opt/bin');
    expect(variablesForChildren({ PATH })).toEqual({ PATH: '/usr/bin:/opt/bin' });
    expect(readEnvironment({ HOME: '/h', PATH: '.' }).path).toBe(readEnvironment({ HOME: '/h' }).path);
  });

  test('reports every fault at once, each under its variable', () => {
    const error = faultsOf({
      HOME: '/h',
      SHOWRUNNER_API_PORT: '70000',
      SHOWRUNNER_METRICS_PORT: '0',
      SHOWRUNNER_METRICS_HOST: 'two words',
      SHOWRUNNER_INSTANCE: 'My Home',
      SHOWRUNNER_LOG_LEVEL: 'loud',
      SHOWRUNNER_TEMPORAL_ADDRESS: 'nowhere',
      SHOWRUNNER_GATEWAY: '0.0.0.0:8485',
      SHOWRUNNER_SECRET_STORE: 'vault',
    });
    expect(error.map(({ field }) => field).toSorted()).toEqual([
      'SHOWRUNNER_API_PORT',
      'SHOWRUNNER_GATEWAY',
      'SHOWRUNNER_INSTANCE',
      'SHOWRUNNER_LOG_LEVEL',
      'SHOWRUNNER_METRICS_HOST',
      'SHOWRUNNER_METRICS_PORT',
      'SHOWRUNNER_SECRET_STORE',
      'SHOWRUNNER_TEMPORAL_ADDRESS',
    ]);
    expect(error.find(({ field }) => field === 'SHOWRUNNER_API_PORT')?.reason).toBe(
      'must be a whole number from 1 to 65535',
    );
  });

  test.each([
    'mysql://u:hunter2@h/d',
    'postgres://h/d?password=hunter2',
    'hunter2',
    'postgres://u:hunter2@h/d?sslmode=hunter2',
    'postgres://u:hunter2%@h/d',
  ])('names a faulty database URL and never shows it: %s', (url) => {
    const error = errorOf({ HOME: '/h', SHOWRUNNER_DATABASE_URL: url });
    expect(error.faults.map(({ field }) => field)).toEqual(['SHOWRUNNER_DATABASE_URL']);
    expect(JSON.stringify([error.message, error.faults, error.stack])).not.toContain('hunter2');
  });

  test('takes a database URL apart', () => {
    const { database } = readEnvironment({
      HOME: '/h',
      SHOWRUNNER_DATABASE_URL: 'postgres://ann:p%40ss@db:5433/shows?sslmode=require',
    });
    expect(database).toEqual({
      host: 'db',
      port: 5433,
      user: 'ann',
      password: 'p@ss',
      database: 'shows',
      tls: true,
    });
  });

  test('reads a secret from the file that is named for it', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'url');
    writeFileSync(file, 'postgres://ann:pass@db/shows\n');
    const { database } = readEnvironment({ HOME: '/h', SHOWRUNNER_DATABASE_URL_FILE: file });
    expect(database?.password).toBe('pass');
  });

  test('refuses a secret that is given twice, and a file that is not there', () => {
    const file = '/nowhere/url';
    const url = 'postgres://a:b@c/d';
    expect(
      faultsOf({ HOME: '/h', SHOWRUNNER_DATABASE_URL: url, SHOWRUNNER_DATABASE_URL_FILE: file }),
    ).toEqual([
      { field: 'SHOWRUNNER_DATABASE_URL_FILE', reason: 'is given beside SHOWRUNNER_DATABASE_URL; give one' },
    ]);
    expect(faultsOf({ HOME: '/h', SHOWRUNNER_DATABASE_URL_FILE: file })).toEqual([
      { field: 'SHOWRUNNER_DATABASE_URL_FILE', reason: 'cannot be read (ENOENT)' },
    ]);
  });

  test.each([
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{}, undefined],
  ])('decides about colour: %o', (variables, color) => {
    expect(readEnvironment({ HOME: '/h', ...variables }).output.color).toBe(color);
  });
});

describe('the variables for child processes', () => {
  test('are what Showrunner reads and what programs need, and none of the caller’s secrets', () => {
    const kept = variablesForChildren({
      PATH: '/bin',
      LANG: 'C',
      https_proxy: 'http://proxy',
      SHOWRUNNER_HOST_ID: 'attic',
      AWS_SECRET_ACCESS_KEY: 'x',
      GITHUB_TOKEN: 'x',
      NODE_OPTIONS: '--inspect',
    });
    expect(Object.keys(kept).toSorted()).toEqual(['LANG', 'PATH', 'SHOWRUNNER_HOST_ID', 'https_proxy']);
  });
});

function errorOf(variables: Record<string, string>) {
  try {
    readEnvironment(variables);
  } catch (error) {
    if (isDomainError(error)) return error;
    throw error;
  }
  throw new Error('The environment was accepted.');
}

function faultsOf(variables: Record<string, string>) {
  const error = errorOf(variables);
  expect(error.code).toBe('invalid-input');
  return error.faults;
}
