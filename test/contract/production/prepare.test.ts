import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '#platform/environment.ts';
import { copyProduction, type Prepared } from './prepared.ts';

const passwords = ['postgres-password', 'temporal-database-password', 'showrunner-database-password'];

describe('deploy/prepare.sh', () => {
  it('makes a different password for each use, in a folder that only its owner enters', () => {
    using production = copyProduction();
    expect(production.prepare()).toMatchObject({ status: 0 });
    const values = passwords.map((name) => secret(production, name));
    expect(new Set(values).size).toBe(passwords.length);
    expect(values.filter((value) => !/^[0-9a-f]{48}$/.test(value))).toEqual([]);
    expect(statSync(join(production.folder, 'deploy', 'secrets')).mode & 0o777).toBe(0o700);
  });

  it('writes a database address that Showrunner understands', () => {
    using production = copyProduction();
    production.prepare();
    const file = join(production.folder, 'deploy', 'secrets', 'database-url');
    const { database } = readEnvironment({ SHOWRUNNER_DATABASE_URL_FILE: file });
    const password = secret(production, 'showrunner-database-password');
    expect(database).toMatchObject({
      host: 'postgres',
      port: 5432,
      user: 'showrunner',
      database: 'showrunner',
      password,
    });
  });

  it('keeps what is there when it is run again', () => {
    using production = copyProduction();
    production.prepare();
    const before = passwords.map((name) => secret(production, name));
    const settings = readFileSync(join(production.folder, 'deploy', '.env'), 'utf8');
    expect(production.prepare()).toMatchObject({ status: 0 });
    expect(passwords.map((name) => secret(production, name))).toEqual(before);
    expect(readFileSync(join(production.folder, 'deploy', '.env'), 'utf8')).toBe(settings);
  });

  it('never has services run as root, and prints no password', () => {
    using production = copyProduction();
    const { output } = production.prepare();
    expect(output).toMatch(/^RUN_AS_UID=[1-9]\d*$/m);
    expect(output).toMatch(/^RUN_AS_GID=[1-9]\d*$/m);
    for (const name of passwords) expect(output).not.toContain(secret(production, name));
  });
});

function secret({ folder }: Prepared, name: string): string {
  return readFileSync(join(folder, 'deploy', 'secrets', name), 'utf8');
}
