import { DomainError, isDomainError } from '#domain/errors.ts';
import type { Probe, ProbeResult } from '#domain/health.ts';
import type { ContainerDetail, ContainerRuntime } from '#ports/container-runtime.ts';
import type { Prober, ProbeTarget } from '#ports/prober.ts';
import { probeHttp } from './http.ts';
import { outcomeOf } from './network-errors.ts';
import { probeTcp } from './tcp.ts';
import { within } from './within.ts';

type ProbedRuntime = Pick<ContainerRuntime, 'inspect' | 'exec'>;

/** Throws only when the engine itself is away: that says nothing of the component. */
export function createProber(runtime: ProbedRuntime): Prober {
  return {
    async probe(probe, target, timeoutSeconds) {
      const started = performance.now();
      const subject = probe.type === 'exec' || probe.type === 'engine' ? target.inside : target.container;
      const found = await inspectWithin(runtime, subject, timeoutSeconds);
      if (found === undefined) return no('the container does not exist');
      if (found.state !== 'running') return no(notRunning(found));
      const left = timeoutSeconds - (performance.now() - started) / 1000;
      return await ask(runtime, probe, target, found, { left, timeoutSeconds });
    },
  };
}

interface Time {
  readonly left: number;
  readonly timeoutSeconds: number;
}

async function inspectWithin(
  runtime: ProbedRuntime,
  container: string,
  seconds: number,
): Promise<ContainerDetail | undefined> {
  const late = (): Error =>
    new DomainError('engine-timeout', `The engine did not describe "${container}" within ${seconds} s.`);
  return await within(seconds, late, () => runtime.inspect(container));
}

async function ask(
  runtime: ProbedRuntime,
  probe: Probe,
  target: ProbeTarget,
  found: ContainerDetail,
  time: Time,
): Promise<ProbeResult> {
  if (probe.type === 'engine') return engineHealth(found);
  // The engine used up all the time there was.
  if (time.left <= 0) return no(silence(time));
  if (probe.type === 'exec') return await probeInside(runtime, target.inside, probe.command, time);
  const [address] = Object.values(found.addresses);
  if (address === undefined) return no('the container has no address');
  try {
    const late = (): Error => new Error(silence(time));
    return await within(time.left, late, (signal) =>
      probe.type === 'tcp' ? probeTcp(address, probe.port, signal) : probeHttp(address, probe, signal),
    );
  } catch (error) {
    return no(outcomeOf(error));
  }
}

async function probeInside(
  runtime: ProbedRuntime,
  container: string,
  command: readonly string[],
  time: Time,
): Promise<ProbeResult> {
  try {
    const late = (): Error => new DomainError('app-unreachable', silence(time));
    const result = await within(time.left, late, () => runtime.exec(container, command, time.left));
    return result.exitCode === 0 ? yes('exit code 0') : no(`exit code ${result.exitCode}`);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    if (error.code === 'app-unreachable') return no(silence(time));
    if (error.code === 'container-exited' || error.code === 'not-found')
      return no('the container does not run');
    throw error;
  }
}

function engineHealth({ health }: ContainerDetail): ProbeResult {
  if (health === 'healthy') return yes('healthy');
  return no(health ?? 'the image has no health check');
}

function notRunning({ state, exitCode }: ContainerDetail): string {
  return exitCode === undefined
    ? `the container is ${state}`
    : `the container is ${state} (code ${exitCode})`;
}

function silence({ timeoutSeconds }: Time): string {
  return `no answer within ${timeoutSeconds} s`;
}

function yes(detail: string): ProbeResult {
  return { ok: true, detail };
}

function no(detail: string): ProbeResult {
  return { ok: false, detail };
}
