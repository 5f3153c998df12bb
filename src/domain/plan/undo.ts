import { stepId } from '../ids.ts';
import type { Step, StepOf, StepType } from './steps.ts';

type Undo<Type extends StepType> = (step: StepOf<Type>) => Step | undefined;

/**
 * What takes a step back. Every executor of an undo checks that this very task made the thing (label `showrunner.task`,
 * or the task's record) before it removes it, so registering an undo before the step is always safe.
 */
const undos: { readonly [Type in StepType]: Undo<Type> } = {
  waitForService: () => undefined,
  ensureSecret: (step) => undoStep(step, 'forgetSecret', step.arguments.path, { path: step.arguments.path }),
  forgetSecret: () => undefined,
  // Planned only where the folder was not there, so what is in it came with this task.
  ensureDirectory: (step) =>
    step.arguments.own === undefined
      ? undefined
      : undoStep(step, 'removeDirectory', step.arguments.path, {
          path: step.arguments.path,
          ...step.arguments.own,
        }),
  removeDirectory: () => undefined,
  pullImage: () => undefined,
  createNetwork: (step) =>
    undoStep(step, 'removeNetwork', step.arguments.name, { name: step.arguments.name }),
  removeNetwork: () => undefined,
  createVolume: (step) => undoStep(step, 'removeVolume', step.arguments.name, { name: step.arguments.name }),
  removeVolume: () => undefined,
  createContainer: (step) =>
    undoStep(step, 'removeContainer', step.arguments.container.name, {
      container: step.arguments.container.name,
    }),
  seedFile: () => undefined,
  connectNetwork: () => undefined,
  startContainer: (step) =>
    step.arguments.stopOnUndo === undefined
      ? undefined
      : undoStep(step, 'stopContainer', step.arguments.container, {
          container: step.arguments.container,
          graceSeconds: step.arguments.stopOnUndo,
          stays: true,
        }),
  waitHealthy: () => undefined,
  keepRunning: () => undefined,
  stopContainer: (step) =>
    step.arguments.startOnUndo === undefined
      ? undefined
      : undoStep(step, 'startContainer', step.arguments.container, {
          container: step.arguments.container,
          keep: true,
        }),
  removeContainer: (step) =>
    step.arguments.restore === undefined
      ? undefined
      : undoStep(step, 'createContainer', step.arguments.container, step.arguments.restore),
  snapshotFolder: (step) => undoStep(step, 'restoreFolder', step.arguments.path, step.arguments),
  restoreFolder: () => undefined,
  applyLink: (step) =>
    undoStep(step, 'removeLink', step.id.slice('applyLink:'.length), { link: step.arguments.link }),
  removeLink: () => undefined,
  saveService: () => undefined,
  startMonitor: (step) =>
    undoStep(step, 'stopMonitor', step.arguments.service, { service: step.arguments.service }),
  stopMonitor: () => undefined,
};

/** The step that takes this one back, or nothing where there is nothing to take back. */
export function undoOf(step: Step): Step | undefined {
  const undo = undos[step.type] as Undo<StepType>;
  return undo(step);
}

function undoStep<Type extends StepType>(
  undone: Step,
  type: Type,
  target: string,
  args: StepOf<Type>['arguments'],
): Step {
  const step: StepOf<Type> = {
    id: stepId(`undo-${type}`, target),
    type,
    phase: undone.phase,
    cause: `takes back ${undone.id}`,
    undoes: undone.id,
    after: [],
    bestEffort: false,
    arguments: args,
  };
  return step as Step;
}
