import { describe, expect, it } from 'vitest';
import { serviceId, stepId } from '#domain/ids.ts';
import type { LinkKind } from '#domain/link.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { printPlan, printStep } from '#domain/plan/print.ts';
import type { StepType } from '#domain/plan/steps.ts';
import { linkExamples, stepArguments, stepOf, stepTypes } from './steps.ts';

/** The mapped type asks for the line of every step type. */
const lines: { readonly [Type in StepType]: string } = {
  waitForService: 'bring up prowlarr',
  ensureSecret: 'make secret sonarr/api-key',
  forgetSecret: 'forget secret sonarr/api-key',
  ensureDirectory: 'make folder /srv/config/sonarr (1000:1001)',
  removeDirectory: 'remove folder /srv/config/sonarr',
  pullImage: 'pull localhost:5000/sonarr:4 @ sha256:0123456789ab for lscr.io/linuxserver/sonarr:4',
  createNetwork: 'make internal network showrunner-data',
  removeNetwork: 'remove network showrunner-data if unused',
  createVolume: 'make volume showrunner-postgres-data',
  removeVolume: 'remove volume showrunner-postgres-data',
  createContainer: 'create container showrunner-sonarr',
  seedFile: 'put /config/a.conf into showrunner-sonarr if it is not there',
  connectNetwork: 'connect showrunner-sonarr to showrunner-media',
  startContainer: 'start showrunner-sonarr',
  waitHealthy: 'wait until sonarr is healthy, 60 s at most',
  keepRunning: 'let the engine keep showrunner-sonarr running',
  stopContainer: 'stop showrunner-sonarr, 30 s grace',
  removeContainer: 'remove container showrunner-sonarr',
  snapshotFolder: 'save /srv/config/sonarr aside',
  restoreFolder: 'put /srv/config/sonarr back as it was saved',
  applyLink: 'set the login of sonarr',
  removeLink: 'take back: set the login of sonarr',
  saveService: 'record sonarr as running',
  startMonitor: 'watch sonarr',
  stopMonitor: 'stop watching sonarr',
};

describe('a step prints as one line', () => {
  it.each(stepTypes)('%s', (type) => {
    expect(printStep(stepOf(type))).toBe(lines[type]);
  });

  it('pullImage of the vendor’s own image without a digest', () => {
    const image = 'jellyfin/jellyfin:10';
    expect(printStep(stepOf('pullImage', { image, vendorImage: image }))).toBe('pull jellyfin/jellyfin:10');
  });

  it('createNetwork with a way out', () => {
    const step = stepOf('createNetwork', { ...stepArguments.createNetwork, internal: false });
    expect(printStep(step)).toBe('make network showrunner-data');
  });
});

describe('a link prints as one line', () => {
  const linkLines: { readonly [Kind in LinkKind]: string } = {
    'app-login': 'set the login of sonarr',
    'root-folder': 'set root folder of sonarr to /data/media/tv',
    'download-client': 'add download client to sonarr: other',
    'media-connection': 'add media server connection to sonarr: other',
    'indexer-application': 'register sonarr with other',
    'media-server-setup': 'set up sonarr',
    'torrent-setup': 'set up sonarr',
  };

  it.each(linkExamples)('$kind', (link) => {
    expect(printStep(stepOf('applyLink', { link }))).toBe(linkLines[link.kind]);
    expect(printStep(stepOf('removeLink', { link }))).toBe(`take back: ${linkLines[link.kind]}`);
  });
});

describe('what is sealed', () => {
  it('is told as entered and never shown', () => {
    const step = stepOf('ensureSecret', { ...stepArguments.ensureSecret, sealed: 'eyJhbGciOi.canary' });
    expect(printStep(step)).toBe('store secret sonarr/api-key');
  });
});

describe('a plan', () => {
  const plan: Plan = {
    format: 1,
    operation: 'install',
    service: serviceId('sonarr'),
    hash: 'c0ffee',
    steps: [
      { ...stepOf('startContainer'), id: stepId('startContainer', 'a'), cause: 'ready to run' },
      {
        ...stepOf('startMonitor'),
        id: stepId('startMonitor', 'b'),
        phase: 'monitor',
        after: [stepId('startContainer', 'a')],
        bestEffort: true,
      },
    ],
    notes: ['redis: nothing uses it yet'],
  };

  it('prints each step with its number, what it follows, its phase, its cause, and the notes below', () => {
    expect(printPlan(plan).split('\n')).toEqual([
      '#1 deploy: start showrunner-sonarr (ready to run)',
      '[1] -> #2 monitor: watch sonarr (because) [best effort]',
      'note: redis: nothing uses it yet',
    ]);
  });

  it('without steps says so', () => {
    expect(printPlan({ ...plan, steps: [] })).toBe('sonarr: nothing to do');
  });
});
