import { randomBytes } from 'node:crypto';
import type { Deadlines } from '#adapters/docker/connection/engine.ts';
import { createDockerRuntime, type DockerRuntime } from '#adapters/docker/runtime.ts';
import { type InstanceId, instanceId } from '#domain/ids.ts';
import { removeEverythingOf } from './client.ts';

export interface TestInstance {
  readonly id: InstanceId;
  readonly runtime: DockerRuntime;
  /** In every name that the test makes. */
  readonly unique: string;
  name(suffix: string): string;
  /** Removes all that the instance made, and closes its runtime. */
  end(): Promise<void>;
}

export interface TestInstanceOptions {
  readonly dockerHost?: string;
  readonly deadlineMilliseconds?: Partial<Deadlines>;
}

/** An instance of its own on the machine's engine. */
export function openTestInstance(purpose: string, options: TestInstanceOptions = {}): TestInstance {
  const unique = randomBytes(4).toString('hex');
  const id = instanceId(`${purpose}-${unique}`);
  const runtime = createDockerRuntime({ instance: { id, name: purpose }, ...options });
  return {
    id,
    runtime,
    unique,
    name: (suffix) => `showrunner-${purpose}-${unique}-${suffix}`,
    async end() {
      await removeEverythingOf(id);
      await runtime.close();
    },
  };
}
