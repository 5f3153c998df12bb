import { describe, expect, it } from 'vitest';
import { stepId } from '#domain/ids.ts';
import { printStep } from '#domain/plan/print.ts';
import type { StepType } from '#domain/plan/steps.ts';
import { undoOf } from '#domain/plan/undo.ts';
import { linkExamples, stepArguments, stepOf, stepTypes } from './steps.ts';

/** What takes each step back; the mapped type asks for every step type. */
const undos: { readonly [Type in StepType]: string | undefined } = {
  waitForService: undefined,
  ensureSecret: 'forget secret sonarr/api-key',
  forgetSecret: undefined,
  ensureDirectory: 'remove folder /srv/config/sonarr',
  removeDirectory: undefined,
  pullImage: undefined,
  createNetwork: 'remove network showrunner-data if unused',
  removeNetwork: undefined,
  createVolume: 'remove volume showrunner-postgres-data',
  removeVolume: undefined,
  createContainer: 'remove container showrunner-sonarr',
  seedFile: undefined,
  connectNetwork: undefined,
  startContainer: undefined,
  waitHealthy: undefined,
  keepRunning: undefined,
  stopContainer: undefined,
  removeContainer: undefined,
  snapshotFolder: 'put /srv/config/sonarr back as it was saved',
  restoreFolder: undefined,
  applyLink: 'take back: set the login of sonarr',
  removeLink: undefined,
  saveService: undefined,
  startMonitor: 'stop watching sonarr',
  stopMonitor: undefined,
};

describe('taken back', () => {
  it.each(stepTypes.filter((type) => undos[type] !== undefined))('%s', (type) => {
    const step = stepOf(type);
    const undo = undoOf(step);
    expect(undo && printStep(undo)).toBe(undos[type]);
    expect(undo).toMatchObject({
      cause: `takes back ${step.id}`,
      phase: step.phase,
      after: [],
      bestEffort: false,
    });
    expect(undo?.id).toMatch(/^undo-/);
  });

  it.each(stepTypes.filter((type) => undos[type] === undefined))('not: %s', (type) => {
    expect(undoOf(stepOf(type))).toBeUndefined();
  });
});

it('a container that is to be as it was is made again, started and kept running', () => {
  const restore = stepArguments.createContainer;
  const made = undoOf(stepOf('removeContainer', { container: 'showrunner-sonarr', restore }));
  expect(made).toMatchObject({ type: 'createContainer', arguments: restore });
  const stop = { container: 'showrunner-sonarr', graceSeconds: 30, startOnUndo: true } as const;
  expect(undoOf(stepOf('stopContainer', stop))).toMatchObject({
    type: 'startContainer',
    arguments: { container: 'showrunner-sonarr', keep: true },
  });
});

it('a start of what was stopped is taken back by a stop', () => {
  const start = stepOf('startContainer', { container: 'showrunner-sonarr', stopOnUndo: 30 });
  expect(undoOf(start)).toMatchObject({
    type: 'stopContainer',
    arguments: { graceSeconds: 30, stays: true },
  });
});

it('a folder of the user’s data is never taken back', () => {
  const { own: _, ...data } = stepArguments.ensureDirectory;
  expect(undoOf(stepOf('ensureDirectory', data))).toBeUndefined();
});

it('what takes back is not itself taken back', () => {
  for (const type of stepTypes) {
    const undo = undoOf(stepOf(type));
    if (undo !== undefined) expect(undoOf(undo)).toBeUndefined();
  }
});

it.each(linkExamples)('the link $kind is taken back under its own id', (link) => {
  const step = { ...stepOf('applyLink', { link }), id: stepId('applyLink', 'sonarr-x-other') };
  expect(undoOf(step)).toMatchObject({ id: 'undo-removeLink:sonarr-x-other', arguments: { link } });
});
