import { componentName, serviceId, stepId } from '#domain/ids.ts';
import type { LinkArguments, LinkKind, LinkSpec } from '#domain/link.ts';
import type { Step, StepArguments, StepType } from '#domain/plan/steps.ts';
import { secretPath } from '#domain/secret.ts';
import { anEnd } from '#test/support/domain/index.ts';

const sonarr = serviceId('sonarr');
const roots = { configRoot: '/srv/config', dataRoot: '/srv/media' };
const health: StepArguments['waitHealthy']['health'] = {
  readiness: { type: 'tcp', component: componentName('sonarr'), port: 80 },
  startSeconds: 60,
  intervalSeconds: 30,
  timeoutSeconds: 5,
  retries: 3,
};

/** The mapped type asks for an example of every kind. */
const linkArguments: LinkArguments = {
  'app-login': {},
  'root-folder': { path: '/data/media/tv' },
  'download-client': { category: 'tv' },
  'media-connection': {},
  'indexer-application': {},
  'media-server-setup': { libraries: [] },
  'torrent-setup': { savePath: '/data/torrents' },
};

const own: readonly LinkKind[] = ['app-login', 'root-folder', 'media-server-setup', 'torrent-setup'];

export const linkExamples: readonly LinkSpec[] = Object.entries(linkArguments).map(([kind, args]) => {
  const consumer = anEnd('sonarr');
  const provider = own.includes(kind as LinkKind) ? consumer : anEnd('other');
  return { kind, consumer, provider, arguments: args } as LinkSpec;
});

const [link] = linkExamples;
if (link === undefined) throw new Error('There is a kind of link.');

/** Arguments of every step type; the mapped type asks for each. */
export const stepArguments: StepArguments = {
  waitForService: { service: serviceId('prowlarr'), capability: 'indexer-manager' },
  ensureSecret: { path: secretPath('sonarr', 'api-key'), generator: { type: 'hex', length: 32 } },
  forgetSecret: { path: secretPath('sonarr', 'api-key') },
  ensureDirectory: { path: '/srv/config/sonarr', uid: 1000, gid: 1001, mode: 0o775, own: roots },
  removeDirectory: { path: '/srv/config/sonarr', ...roots },
  pullImage: {
    image: 'localhost:5000/sonarr:4',
    vendorImage: 'lscr.io/linuxserver/sonarr:4',
    digest: `sha256:${'0123456789abcdef'.repeat(4)}`,
  },
  createNetwork: { name: 'showrunner-data', internal: true, pool: '10.208.0.0/12' },
  removeNetwork: { name: 'showrunner-data' },
  createVolume: { name: 'showrunner-postgres-data', service: serviceId('postgres') },
  removeVolume: { name: 'showrunner-postgres-data' },
  createContainer: {
    container: {
      name: 'showrunner-sonarr',
      service: sonarr,
      definition: 'sonarr',
      component: componentName('sonarr'),
      image: 'localhost:5000/sonarr:4',
      environment: {},
      mounts: [],
      network: { mode: 'networks', networks: [], ports: [] },
      capabilities: [],
      devices: [],
      sysctls: {},
      init: false,
      readOnly: false,
      noNewPrivileges: true,
      tmpfs: [],
      stopGraceSeconds: 30,
    },
    configHash: 'c0ffee',
    revision: 1,
    desired: '',
  },
  seedFile: {
    container: 'showrunner-sonarr',
    path: '/config/a.conf',
    content: ['x'],
    uid: 1,
    gid: 1,
    mode: 0o600,
  },
  connectNetwork: { container: 'showrunner-sonarr', network: 'showrunner-media', aliases: ['sonarr'] },
  startContainer: { container: 'showrunner-sonarr' },
  waitHealthy: { service: sonarr, targets: {}, health },
  keepRunning: { container: 'showrunner-sonarr' },
  stopContainer: { container: 'showrunner-sonarr', graceSeconds: 30 },
  snapshotFolder: { path: '/srv/config/sonarr', service: serviceId('sonarr'), ...roots },
  restoreFolder: { path: '/srv/config/sonarr', service: serviceId('sonarr'), ...roots },
  removeContainer: { container: 'showrunner-sonarr' },
  applyLink: { link },
  removeLink: { link },
  saveService: { service: sonarr, status: 'running', desired: 'running', links: {} },
  startMonitor: { service: sonarr },
  stopMonitor: { service: sonarr },
};

export function stepOf<Type extends StepType>(
  type: Type,
  args: StepArguments[Type] = stepArguments[type],
): Step {
  // The parameter ties type and arguments together; the union cannot express it without this widening.
  return {
    id: stepId(type, 'target'),
    type,
    phase: 'deploy',
    cause: 'because',
    after: [],
    bestEffort: false,
    arguments: args,
  } as unknown as Step;
}

export const stepTypes = Object.keys(stepArguments) as readonly StepType[];
