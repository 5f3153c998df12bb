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
