import type { InstanceId } from '#domain/ids.ts';
import type { ContainerRequest, ContainerRuntime } from '#ports/container-runtime.ts';
import { type PlainRequest, plainRequest } from './requests.ts';

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
  /** A range for one network, which nobody uses. */
  readonly smallPool: string;
  /** A host port that nobody uses. */
  readonly port: number;
  /** A name on the engine that no other test has. */
  name(suffix: string): string;
  /** A container's command, and what the fake makes of it. */
  program(container: string, program: Program): readonly string[];
  /** Something of that name that nobody's label marks. */
  makeForeign(kind: 'container' | 'network' | 'volume', name: string): Promise<void>;
  /** What somebody does on the host, behind the runtimes' backs. */
  readonly hands: Hands;
  end(): Promise<void>;
}

export interface Hands {
  pause(container: string): Promise<unknown>;
  unpause(container: string): Promise<unknown>;
  rename(container: string, to: string): Promise<unknown>;
  disconnect(container: string, network: string): Promise<unknown>;
  connect(container: string, network: string): Promise<unknown>;
  stop(container: string): Promise<unknown>;
  remove(container: string): Promise<unknown>;
}

/**
 * `stay` ends with 0 when it is told to stop; `deaf` does not listen; `fail` writes a line with `hunter2secret` and exits
 * with 3; `talk` writes `one` to its output and `two` to its errors once it heeds a stop, and stays.
 */
export type Program = 'stay' | 'deaf' | 'fail' | 'talk';

export type RequestOptions = Partial<Omit<PlainRequest, 'name' | 'image' | 'command'>> & {
  readonly program?: Program;
};

/** A plain container without a network, other than where the test says. */
export function request(
  harness: RuntimeHarness,
  suffix: string,
  options: RequestOptions = {},
): ContainerRequest {
  const { program = 'stay', ...plain } = options;
  const name = harness.name(suffix);
  return plainRequest({ ...plain, name, image: harness.image, command: harness.program(name, program) });
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

/** Awaits a line of a container's log. */
export async function logged({ runtime }: RuntimeHarness, container: string, text: string): Promise<void> {
  for await (const line of runtime.logs({ container, follow: true, signal: AbortSignal.timeout(20_000) })) {
    if (line.text === text) return;
  }
  throw new Error(`"${text}" was not logged.`);
}
