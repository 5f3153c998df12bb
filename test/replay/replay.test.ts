import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { describe, expect, inject, test } from 'vitest';

const folder = join(import.meta.dirname, '..', 'histories');
const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Paths that must have a saved history; a new workflow or path adds its own. */
const paths = [
  'batch',
  'deliver-alert',
  'host-supervision',
  'install-cancelled-in-pull',
  'install-cancelled-with-dependency',
  'install-failed-and-undone',
  'install-nothing-to-do',
  'install-over-an-outage',
  'install-with-dependency',
  'install-with-pull',
  'monitor',
  'monitor-busy',
  'monitor-kept-up',
  'monitor-recovery',
  'monitor-told-again',
  'monitor-heard-aside',
  'reconfigure',
  'recover',
  'recover-nothing-to-do',
  'restart',
  'start',
  'start-cancelled',
  'stop',
  'uninstall',
  'uninstall-of-a-dependency',
  'uninstall-purge',
  'update',
  'update-cancelled',
  'update-put-back',
];

describe('saved histories', () => {
  test('cover every workflow and path', () => {
    const names = new Set(files.map((file) => file.slice(0, file.indexOf('.'))));
    expect([...names].sort()).toEqual(expect.arrayContaining(paths));
  });

  test.each(files)('%s replays with the workflows as they are', async (file) => {
    const history: unknown = JSON.parse(await readFile(join(folder, file), 'utf8'));
    const bundle = { codePath: inject('workflowBundle') };
    await expect(
      Worker.runReplayHistory({ workflowBundle: bundle }, history as object),
    ).resolves.toBeUndefined();
  });
});
