import { DomainError } from '#domain/errors.ts';
import type { HealthDefinition, ProbeResult } from '#domain/health.ts';
import type { HealthTarget } from '#domain/plan/steps.ts';
import type { ContainerDetail, ContainerRuntime } from '#ports/container-runtime.ts';
import type { Prober } from '#ports/prober.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import { result, type StepExecutor, type StepTools } from './executor.ts';
import { valuesOf } from './resolve-text.ts';

interface WaitPorts {
  readonly runtime: ContainerRuntime;
  readonly prober: Prober;
  readonly secrets: Pick<HostSecrets, 'versions' | 'readNewest'>;
}

/** Pauses between probes while a service starts: short first, so that a quick one is not kept waiting. */
const firstPauseMilliseconds = 60;
const longestPauseMilliseconds = 1000;

/** Effect: the service answers as its definition says; or the task knows why it does not, with evidence. */
export function waitHealthy(ports: WaitPorts): StepExecutor<'waitHealthy'> {
  return async ({ service, targets, health }, tools) => {
    const target = targets[health.readiness.component];
    if (target === undefined)
      throw new DomainError('catalog-invalid', `${service} has no ${health.readiness.component}.`);
    const began = Date.now();
    for (let pause = firstPauseMilliseconds; ; pause = Math.min(pause * 1.5, longestPauseMilliseconds)) {
      const probed = await ports.prober.probe(health.readiness, probeTarget(target), health.timeoutSeconds);
      if (probed.ok) return result('done', `${probed.detail} after ${seconds(began)} s`, false);
      for (const one of Object.values(targets)) await assertAlive(ports, one, health, probed, tools);
      await sleep(pause, tools.signal);
    }
  };
}

function probeTarget({ address, container }: HealthTarget) {
  return { container: address, inside: container };
}

/** A container that ended, or whose time is up, will not become healthy by waiting. */
async function assertAlive(
  ports: WaitPorts,
  target: HealthTarget,
  health: HealthDefinition,
  probed: ProbeResult,
  tools: StepTools,
): Promise<void> {
  const seen = await ports.runtime.inspect(target.container);
  const startedAt = seen?.startedAt === undefined ? Date.now() : Date.parse(seen.startedAt);
  const overdue = Date.now() - startedAt > health.startSeconds * 1000;
  const ended = seen === undefined || seen.state === 'exited' || seen.state === 'dead';
  if (!ended && !overdue) return;
  const evidence = await ports.runtime.evidence(
    target.container,
    await valuesOf(tools.service, ports.secrets),
  );
  if (evidence !== undefined) tools.keepEvidence({ ...evidence, lastProbe: probed.detail });
  if (seen === undefined)
    throw new DomainError('container-gone', `${target.container} was removed meanwhile.`);
  if (ended)
    throw new DomainError('container-exited', exitSentence(target.container, seen, evidence?.log.at(-1)));
  throw new DomainError(
    'never-healthy',
    `${tools.service} was not healthy within ${health.startSeconds} s; the last probe said: ${probed.detail}.`,
  );
}

function exitSentence(name: string, seen: ContainerDetail, lastLine: string | undefined): string {
  const memory = seen.oomKilled ? ' for lack of memory' : '';
  const last = lastLine === undefined ? '' : ` Its last line: ${lastLine.slice(0, 300)}`;
  return `${name} ended${memory} with exit code ${seen.exitCode ?? 'unknown'}.${last}`;
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}

export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
