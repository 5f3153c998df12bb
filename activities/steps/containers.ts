import { DomainError, isDomainError } from '#domain/errors.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import { result, type StepExecutor } from './executor.ts';
import { resolveTexts, type SecretPorts, valuesOf } from './resolve-text.ts';
import { removed } from './resources.ts';

interface ContainerPorts extends SecretPorts {
  readonly runtime: ContainerRuntime;
}

/** Effect: a container with this very configuration exists under the name. Secrets go in by environment, and only here. */
export function createContainer({
  runtime,
  ...secretPorts
}: ContainerPorts): StepExecutor<'createContainer'> {
  return async ({ container, configHash, revision, desired }, { task }) => {
    const { texts } = await resolveTexts(container.environment, secretPorts);
    const made = await runtime.createContainer({
      spec: container,
      environment: texts,
      configHash,
      revision,
      desired,
      task,
    });
    return result(made.outcome, made.detail, true);
  };
}

/** Effect: the file is in the container's volume; one that is there already is the user's and stays. */
export function seedFile({ runtime, ...secretPorts }: ContainerPorts): StepExecutor<'seedFile'> {
  return async ({ container, path, content, uid, gid, mode }) => {
    const { texts } = await resolveTexts({ content }, secretPorts);
    const file = { container, path, content: texts.content ?? '', uid, gid, mode };
    const put = await there(container, () => runtime.seedFile(file));
    return result(put.outcome, put.detail, false);
  };
}

/** Effect: the container is attached to the network and answers to the aliases there. */
export function connectNetwork(runtime: ContainerRuntime): StepExecutor<'connectNetwork'> {
  return async ({ container, network, aliases }) => {
    const { outcome, detail } = await there(container, () =>
      runtime.connectNetwork(container, network, aliases),
    );
    return result(outcome, detail, false);
  };
}

/** Effect: the container runs. */
export function startContainer(runtime: ContainerRuntime): StepExecutor<'startContainer'> {
  return async ({ container, keep }, { attempt }) => {
    const { outcome, detail } = await there(container, () => runtime.startContainer(container));
    if (keep === true) await there(container, () => runtime.setRestart(container, true));
    // One that a second try finds running may be the first try's.
    return result(outcome, detail, outcome === 'done' || attempt > 1);
  };
}

/** Effect: the engine restarts the container by itself from now on, also after a reboot. */
export function keepRunning(runtime: ContainerRuntime): StepExecutor<'keepRunning'> {
  return async ({ container }) => {
    const { outcome, detail } = await there(container, () => runtime.setRestart(container, true));
    return result(outcome, detail, false);
  };
}

/** Effect: the container does not run and the engine leaves it so. Says whether it went by itself or was killed. */
export function stopContainer(runtime: ContainerRuntime): StepExecutor<'stopContainer'> {
  return async ({ container, graceSeconds, stays }, { attempt }) => {
    // An engine that starts anew starts what has the policy `always`, also what was stopped on purpose.
    if (stays === true) await letStop(runtime, container);
    const { outcome } = await runtime.stopContainer(container, graceSeconds);
    if (outcome === 'stopped') return result('done', 'ended by itself');
    return outcome === 'killed'
      ? result('done', `killed after ${graceSeconds} s`)
      : result('adopted', `it was ${outcome}`, outcome === 'already-stopped' && attempt > 1);
  };
}

/** A container that is gone needs no policy. */
async function letStop(runtime: ContainerRuntime, container: string): Promise<void> {
  if ((await runtime.inspect(container)) !== undefined) await runtime.setRestart(container, false);
}

/** Somebody removed the container after the plan was made: another plan is needed, and nothing is wrong with the service. */
async function there<Result>(container: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'not-found') throw error;
    throw new DomainError('container-gone', `${container} was removed meanwhile.`, { cause: error });
  }
}

/** Effect: the container is gone; what it said last is kept with the step. */
export function removeContainer({ runtime, secrets }: ContainerPorts): StepExecutor<'removeContainer'> {
  return async ({ container }, { task, undo, service, keepEvidence }) => {
    const evidence = await runtime.evidence(container, await valuesOf(service, secrets));
    if (evidence !== undefined) keepEvidence(evidence);
    return removed(await runtime.removeContainer(container, undo ? task : undefined));
  };
}
