import { pbkdf2Sync } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { waitFor } from '#test/support/docker/wait-for.ts';
import { openTestLab, type TestLab, waitForHttp } from './test-lab.ts';

const postgres = 'postgres:17.11-alpine';
const redis = 'redis:7.4.11-alpine';
const qbittorrent = 'lscr.io/linuxserver/qbittorrent:5.2.3';

let lab: TestLab;
vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  lab = await openTestLab();
}, 300_000);
afterAll(() => lab[Symbol.asyncDispose]());

test('PostgreSQL makes the user and the database, and asks for the password even on loopback', async () => {
  const env = { POSTGRES_USER: 'showrunner', POSTGRES_PASSWORD: 'right', POSTGRES_DB: 'library' };
  const server = await lab.run(postgres, 'postgres', { env });
  const ready = () => server.exec('pg_isready', '-h', '127.0.0.1', '-U', 'showrunner', '-d', 'library');
  await waitFor('PostgreSQL accepts connections', async () => (await ready()).code === 0 || undefined, 30);
  const query = (password: string) =>
    server.exec(
      'env',
      `PGPASSWORD=${password}`,
      'psql',
      '-h',
      '127.0.0.1',
      '-U',
      'showrunner',
      '-d',
      'library',
      '-tAc',
      'select current_user',
    );

  expect(await query('right')).toMatchObject({ code: 0, output: expect.stringContaining('showrunner') });
  expect(await query('wrong')).toMatchObject({
    code: 2,
    output: expect.stringContaining('password authentication failed'),
  });
  expect((await server.exec('stat', '-c', '%u', '/var/lib/postgresql/data')).output.trim()).toBe('70');
  const { code, ms } = await server.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
});

test('PostgreSQL keeps its data over a restart, takes a password file, and runs as any user', async () => {
  const data = join(lab.folder, 'pgdata');
  const secret = join(lab.folder, 'pg-password');
  mkdirSync(data);
  chownSync(data, 1234, 1234);
  writeFileSync(secret, 'from a file\n');
  const binds = [`${data}:/var/lib/postgresql/data`, `${secret}:/run/secrets/pg:ro`];
  const options = { binds, env: { POSTGRES_PASSWORD_FILE: '/run/secrets/pg' }, user: '1234:1234' };
  const select = (
    server: { exec(...command: string[]): Promise<{ code: number; output: string }> },
    sql: string,
  ) => server.exec('env', 'PGPASSWORD=from a file', 'psql', '-h', '127.0.0.1', '-U', 'postgres', '-tAc', sql);

  const first = await lab.run(postgres, 'postgres-first', options);
  await waitFor(
    'the first start',
    async () => (await select(first, 'create table kept (n int)')).code === 0 || undefined,
    30,
  );
  await first.stop();
  const second = await lab.run(postgres, 'postgres-second', options);
  const count = async () => {
    const { code, output } = await select(second, 'select count(*) from kept');
    return code === 0 ? output.trim() : undefined;
  };
  expect(await waitFor('the second start', count, 30)).toBe('0');
  await second.stop();
});

test('PostgreSQL without a password says what is missing and ends', async () => {
  const server = await lab.run(postgres, 'postgres-bare');
  const ended = async () => ((await server.raw.inspect()).State.Running ? undefined : true);
  await waitFor('PostgreSQL ends', ended, 15);
  expect(await server.logs()).toContain('superuser password is not specified');
});

test('Redis asks for the password of its configuration file', async () => {
  const file = join(lab.folder, 'redis.conf');
  writeFileSync(file, 'requirepass "a secret"\n', { mode: 0o644 });
  const binds = [`${file}:/usr/local/etc/redis/redis.conf:ro`];
  const server = await lab.run(redis, 'redis', {
    binds,
    command: ['redis-server', '/usr/local/etc/redis/redis.conf'],
  });
  const other = await lab.run(redis, 'redis-client', { command: ['sleep', '600'] });
  const ping = (...login: string[]) =>
    other.exec('redis-cli', '--no-auth-warning', ...login, '-h', server.ip, 'ping');

  const refused = async () => ((await ping()).output.includes('NOAUTH') ? true : undefined);
  await waitFor('Redis answers other containers', refused, 15);
  expect((await ping('-a', 'a secret')).output.trim()).toBe('PONG');
  expect((await ping('-a', 'wrong')).output).toContain('NOAUTH');
  expect((await server.exec('stat', '-c', '%u', '/proc/1')).output.trim()).toBe('999');
  expect(await server.stop()).toMatchObject({ code: 0 });
});

test('qBittorrent accepts the login that was put into its file before the first start, and no other', async () => {
  const config = join(lab.folder, 'qbittorrent');
  mkdirSync(join(config, 'qBittorrent'), { recursive: true });
  writeFileSync(join(config, 'qBittorrent', 'qBittorrent.conf'), seededConfig('a real password'));
  const env = { PUID: '1000', PGID: '1000', TZ: 'Etc/UTC', UMASK: '002', WEBUI_PORT: '8123' };
  const client = await lab.run(qbittorrent, 'qbittorrent', { env, binds: [`${config}:/config`] });
  const base = `http://${client.ip}:8123`;
  await waitForHttp(`${base}/api/v2/app/version`, 403);
  const logIn = async (password: string) => {
    const body = new URLSearchParams({ username: 'admin', password });
    return (await fetch(`${base}/api/v2/auth/login`, { method: 'POST', body })).text();
  };

  expect(await logIn('a real password')).toBe('Ok.');
  expect(await logIn('adminadmin')).toBe('Fails.');
  expect((await client.exec('stat', '-c', '%u', '/proc/1')).output.trim()).toBe('1000');
  const { code, ms } = await client.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  expect(readFileSync(join(config, 'qBittorrent', 'qBittorrent.conf'), 'utf8')).toContain('Password_PBKDF2');
});

test('the hash of a qBittorrent password is the one that the program itself makes', () => {
  const salt = Buffer.from('ARQ77eY1NUZaQsuDHbIMCA==', 'base64');
  expect(pbkdf2Sync('adminadmin', salt, 100_000, 64, 'sha512').toString('base64')).toBe(
    '0WMRkYTUWVT9wVvdDtHAjU9b3b7uB8NR1Gur2hmQCvCDpm39Q+PsJRJPaCU51dEiz+dTzh8qbPsL8WkFljQYFQ==',
  );
});

/** No more than a login: everything else is the image's business. */
function seededConfig(password: string): string {
  const salt = Buffer.alloc(16, 3);
  const key = pbkdf2Sync(password, salt, 100_000, 64, 'sha512');
  const hash = `@ByteArray(${salt.toString('base64')}:${key.toString('base64')})`;
  return `[Preferences]\nWebUI\\Username=admin\nWebUI\\Password_PBKDF2="${hash}"\n`;
}
