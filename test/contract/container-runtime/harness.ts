import { taskId } from '#contracts/ids.ts';
import type { ContainerSpec } from '#domain/container.ts';
import { componentName, type InstanceId, serviceId, type TaskId } from '#domain/ids.ts';
import type { ContainerRequest, ContainerRuntime } from '#ports/container-runtime.ts';

/** What a contract test may ask of an implementation's surroundings. */
export interface RuntimeHarness {
  readonly runtime: ContainerRuntime;
  readonly instance: InstanceId;
  /** Another instance's view of the same engine. */
  readonly stranger: ContainerRuntime;
  /** The engine has it; it has a shell. */
  readonly image: string;
  /** A registry has it and the engine does not. */
  readonly offered: { readonly image: string; readonly digest: string };
  /** A registry has it, and gives it so slowly that a test can cancel. */
  readonly slow: string;
  /** No registry has it. */
  readonly absent: string;
  /** A folder of the engine's machine. */
  readonly folder: string;
  /** Range for networks. */
  readonly pool: string;
  /** A host port that nobody uses. */
  readonly port: number;
  /** A name on the engine that no other test has. */
  name(suffix: string): string;
  /** A container's command, and what the fake makes of it. */
  program(container: string, program: Program): readonly string[];
  /** Something of that name that nobody's label marks. */
  makeForeign(kind: 'container' | 'network' | 'volume', name: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * `stay` ends with 0 when it is told to stop; `deaf` does not listen; `fail` writes a line with `hunter2secret` and exits
 * with 3; `talk` writes `one` to its output and `two` to its errors and stays.
 */
export type Program = 'stay' | 'deaf' | 'fail' | 'talk';

export const firstTask = taskId({ workflowId: 'svc/sample', runId: '00000000-0000-4000-8000-000000000001' });
export const secondTask = taskId({ workflowId: 'svc/sample', runId: '00000000-0000-4000-8000-000000000002' });
export const service = serviceId('sample');
export const component = componentName('main');

export interface RequestOptions {
  readonly program?: Program;
  readonly spec?: Partial<ContainerSpec>;
  readonly configHash?: string;
  readonly task?: TaskId;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A plain container without a network, other than where the test says. */
export function request(
  harness: RuntimeHarness,
  suffix: string,
  options: RequestOptions = {},
): ContainerRequest {
  const name = harness.name(suffix);
  return {
    spec: {
      name,
      service,
      definition: 'sample',
      component,
      image: harness.image,
      command: harness.program(name, options.program ?? 'stay'),
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
      stopGraceSeconds: 1,
      ...options.spec,
    },
    environment: options.environment ?? {},
    configHash: options.configHash ?? 'hash-1',
    revision: 1,
    task: options.task ?? firstTask,
    desired: '{"service":"sample"}',
  };
}

/** Created and started; gives its name. */
export async function running(
  harness: RuntimeHarness,
  suffix: string,
  options: RequestOptions = {},
): Promise<string> {
  const wanted = request(harness, suffix, options);
  await harness.runtime.createContainer(wanted);
  await harness.runtime.startContainer(wanted.spec.name);
  return wanted.spec.name;
}
