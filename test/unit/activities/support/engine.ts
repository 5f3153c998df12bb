import { createContainer } from '#activities/steps/containers.ts';
import type { StepTools } from '#activities/steps/executor.ts';
import type { ContainerSpec } from '#domain/container.ts';
import { componentName, serviceId } from '#domain/ids.ts';
import type { StepArguments } from '#domain/plan/steps.ts';
import {
  createFakeContainerRuntime,
  type FakeContainerRuntime,
  FakeEngine,
} from '#test/support/fake-container-runtime/index.ts';
import { createMemorySecretStore, type MemorySecretStore } from '#test/support/memory/index.ts';
import { createStubValues } from './stub-values.ts';
import { tools } from './tools.ts';

export const containerOfSonarr = 'showrunner-sonarr';
export const imageOfSonarr = 'example.org/sonarr:4';

/** An engine in memory that has sonarr's image, with the stores that container steps need. */
export interface EngineWorld {
  readonly runtime: FakeContainerRuntime;
  readonly engine: FakeEngine;
  readonly secrets: MemorySecretStore;
  readonly values: ReturnType<typeof createStubValues>;
  /** Creates sonarr's container by the step that does so. */
  create(
    args?: Partial<StepArguments['createContainer']>,
    more?: Partial<StepTools>,
  ): ReturnType<ReturnType<typeof createContainer>>;
}

export function engineWorld(): EngineWorld {
  const engine = new FakeEngine({ folderExists: () => true });
  const runtime = createFakeContainerRuntime({ engine });
  engine.addImage(imageOfSonarr);
  const secrets = createMemorySecretStore();
  const values = createStubValues();
  return {
    runtime,
    engine,
    secrets,
    values,
    create: (args = {}, more = {}) =>
      createContainer({ runtime, secrets, values })(
        { container: aSpec(), configHash: 'hash-1', revision: 1, desired: '{}', ...args },
        tools(more),
      ),
  };
}

export function aSpec(more: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    name: containerOfSonarr,
    service: serviceId('sonarr'),
    definition: 'sonarr',
    component: componentName('sonarr'),
    image: imageOfSonarr,
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
    stopGraceSeconds: 10,
    ...more,
  };
}
