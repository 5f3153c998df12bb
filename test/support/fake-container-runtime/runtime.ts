import type { InstanceId } from '#domain/ids.ts';
import { instanceId } from '#domain/ids.ts';
import type { ContainerRuntime } from '#ports/container-runtime.ts';
import { creation } from './creation.ts';
import { FakeEngine } from './engine.ts';
import { lifecycle } from './lifecycle.ts';
import { looking } from './looking.ts';
import { resources } from './resources.ts';
import type { RuntimeMethod } from './script.ts';

export interface FakeRuntimeOptions {
  readonly instance?: InstanceId;
  /** Shared between several instances; without one a new engine. */
  readonly engine?: FakeEngine;
}

export interface FakeContainerRuntime extends ContainerRuntime {
  readonly engine: FakeEngine;
  /** The next calls of the method throw this; with a target, only those about it. */
  failNext(method: RuntimeMethod, error: Error, times?: number, target?: string): void;
}

/** A runtime over an engine in memory. It passes the contract of the real one, and throws on what no test has planned. */
export function createFakeContainerRuntime(options: FakeRuntimeOptions = {}): FakeContainerRuntime {
  const engine = options.engine ?? new FakeEngine();
  const view = { engine, instance: options.instance ?? instanceId('fake') };
  return {
    ...looking(view),
    ...resources(view),
    ...creation(view),
    ...lifecycle(view),
    engine,
    failNext: (method, error, times, target) => engine.failNext(method, error, times, target),
  };
}
