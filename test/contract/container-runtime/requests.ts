import { taskId } from '#contracts/ids.ts';
import type { ContainerSpec } from '#domain/container.ts';
import { componentName, serviceId, type TaskId } from '#domain/ids.ts';
import type { ContainerRequest } from '#ports/container-runtime.ts';

export const firstTask = taskId({ workflowId: 'svc/sample', runId: '00000000-0000-4000-8000-000000000001' });
export const secondTask = taskId({ workflowId: 'svc/sample', runId: '00000000-0000-4000-8000-000000000002' });
export const service = serviceId('sample');
export const component = componentName('main');

export interface PlainRequest {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly spec?: Partial<ContainerSpec>;
  readonly configHash?: string;
  readonly task?: TaskId;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A container without a network or anything else, other than where the test says. */
export function plainRequest({ name, image, command, spec = {}, ...more }: PlainRequest): ContainerRequest {
  return {
    spec: {
      name,
      service,
      definition: 'sample',
      component,
      image,
      command,
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
      ...spec,
    },
    environment: more.environment ?? {},
    configHash: more.configHash ?? 'hash-1',
    revision: 1,
    task: more.task ?? firstTask,
    desired: '{"service":"sample"}',
  };
}
