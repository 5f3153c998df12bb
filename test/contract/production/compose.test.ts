import { describe, expect, it } from 'vitest';
import { isDomainError } from '#domain/errors.ts';
import { readEnvironment, type Variables } from '#platform/environment.ts';
import { findCompose } from '../catalog/compose.ts';
import { type ComposeService, oneShots, readComposeFile } from './compose-file.ts';
import { copyProduction } from './prepared.ts';

const { services, networks, secrets } = readComposeFile();
const named = Object.entries(services);
const ours = named.filter(([, { image }]) => image.startsWith('showrunner:'));

describe('docker-compose.yml', () => {
  it('gives the engine’s socket to the host worker and to nobody else', () => {
    expect(having(({ volumes }) => volumes.some((volume) => volume.includes('docker.sock')))).toEqual([
      'host-worker',
    ]);
  });

  it('gives the secret store to the workers and to setup, and not to the API', () => {
    const holders = having(({ volumes }) => volumes.some((volume) => volume.startsWith('keyring:')));
    expect(holders.sort()).toEqual(['central-worker', 'host-worker', 'setup']);
  });

  it('publishes the API and the Web UI, on loopback, and nothing else', () => {
    expect(having(({ ports }) => ports.length > 0).sort()).toEqual(['api', 'temporal-ui']);
    expect(named.flatMap(([, { ports }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual(
      [],
    );
  });

  it('keeps all that is not published on a network without a way out', () => {
    const outside = named.filter(([, service]) =>
      networksOf(service).some((name) => networks[name]?.internal !== true),
    );
    expect(outside.map(([name]) => name).sort()).toEqual(['api', 'temporal-ui']);
    // Probes and links go to the services' own addresses, which only the machine itself reaches.
    expect(having(({ network_mode }) => network_mode === 'host')).toEqual(['host-worker']);
  });

  it('has no secret in a variable: each is a file that is named where it is needed', () => {
    const suspicious = named.flatMap(([name, { environment }]) =>
      Object.keys(environment)
        .filter((variable) => /PASSWORD|PWD|SECRET|TOKEN|DATABASE_URL/.test(variable))
        .filter((variable) => !variable.endsWith('_FILE'))
        .map((variable) => `${name}: ${variable}`),
    );
    expect(suspicious).toEqual([]);
    const used = new Set(named.flatMap(([, service]) => service.secrets));
    expect([...used].sort()).toEqual(Object.keys(secrets).sort());
  });

  it('pins every image by a full version', () => {
    const loose = named.filter(([, { image }]) => !/:\d+\.\d+(\.\d+)?$/.test(image)).map(([name]) => name);
    expect(loose).toEqual([]);
  });

  it('checks the health of all that lasts, and tries one-shots again a few times only', () => {
    const short = oneShots(services);
    const wrong = named.filter(([name, { healthcheck, restart }]) =>
      short.has(name)
        ? healthcheck !== undefined || !restart.startsWith('on-failure:')
        : healthcheck === undefined || restart !== 'unless-stopped',
    );
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  it('lets nothing gain privileges, and gives its own programs a read-only file system and no capability', () => {
    expect(having(({ security_opt }) => !security_opt.includes('no-new-privileges:true'))).toEqual([]);
    const open = ours.filter(([, { read_only, cap_drop }]) => !read_only || !cap_drop.includes('ALL'));
    expect(open.map(([name]) => name)).toEqual([]);
  });

  it.each(ours)('sets for %s only variables that Showrunner reads', (_, { environment }) => {
    expect(Object.keys(environment).filter((name) => !isKnown(name))).toEqual([]);
  });
});

it('a variable that Showrunner does not read is told from one that it reads', () => {
  expect(isKnown('SHOWRUNNER_API_PORT')).toBe(true);
  expect(isKnown('SHOWRUNNER_DATABASE_URL_FILE')).toBe(true);
  expect(isKnown('SHOWRUNNER_API_PROT')).toBe(false);
});

const compose = await findCompose();

describe('a real Docker Compose', () => {
  it('accepts the file once deploy/prepare.sh was run', () => {
    using production = copyProduction();
    expect(production.prepare()).toMatchObject({ status: 0 });
    expect(compose.check(production.composeFile)).toEqual({ status: 0, messages: '' });
  });

  it('says what to do where it was not run', () => {
    using production = copyProduction();
    const { status, messages } = compose.check(production.composeFile);
    expect(status).not.toBe(0);
    expect(messages).toContain('run deploy/prepare.sh');
  });
});

function having(condition: (service: ComposeService) => boolean): string[] {
  return named.filter(([, service]) => condition(service)).map(([name]) => name);
}

function networksOf({ networks: joined = [] }: ComposeService): readonly string[] {
  return Array.isArray(joined) ? joined : Object.keys(joined);
}

/** A variable is read when a strange value of it changes what is read, or is complained of by its name. */
function isKnown(name: string): boolean {
  const surroundings: Variables = { HOME: '/home/someone', PATH: '/usr/bin' };
  try {
    const strange = readEnvironment({ ...surroundings, [name]: '/no such thing/' });
    return JSON.stringify(strange) !== JSON.stringify(readEnvironment(surroundings));
  } catch (error) {
    return isDomainError(error) && error.faults.some(({ field }) => field === name);
  }
}
