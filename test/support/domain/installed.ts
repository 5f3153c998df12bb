import type { ContainerSpec } from '#domain/container.ts';
import type { ObservedContainer } from '#domain/observed.ts';
import { lookingFor } from '#domain/plan/converge.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { StepArguments, StepType } from '#domain/plan/steps.ts';
import type { SecretPath } from '#domain/secret.ts';

/** The input as it is after its own install plan was carried out: nothing is left to do. */
export function installed(input: PlanningInput): PlanningInput {
  const plan = planInstall(input);
  const { images, folders } = lookingFor(input);
  const created = argumentsOf(plan, 'createContainer');
  const saved = argumentsOf(plan, 'saveService')[0];
  const networks = created.flatMap(({ container }) => networksOf(container));
  const volumes = created
    .flatMap(({ container }) => container.mounts)
    .filter(({ type }) => type === 'volume');
  const secrets = argumentsOf(plan, 'ensureSecret').map(({ path }): [SecretPath, number] => [
    path,
    (input.secretVersions.get(path) ?? 0) + 1,
  ]);
  return {
    ...input,
    service: {
      ...input.service,
      status: 'running',
      health: 'healthy',
      sealed: {},
      links: saved?.links ?? {},
    },
    secretVersions: new Map([...input.secretVersions, ...secrets]),
    observed: {
      service: input.service.id,
      running: input.observed.running,
      containers: created.map(({ container, configHash }) => observedAs(container, configHash)),
      networks: [...new Set([...input.observed.networks, ...networks])],
      volumes: volumes.map(({ source }) => source),
      images: images.map(({ image }) => image),
      folders,
    },
  };
}

/** The input with its containers seen otherwise. */
export function withContainers(input: PlanningInput, change: Partial<ObservedContainer>): PlanningInput {
  const containers = input.observed.containers.map((container) => ({ ...container, ...change }));
  return { ...input, observed: { ...input.observed, containers } };
}

export function argumentsOf<Type extends StepType>(plan: Plan, type: Type): readonly StepArguments[Type][] {
  // The type is what the union is told apart by; a generic parameter does not narrow it.
  return plan.steps.flatMap((step) => (step.type === type ? [step.arguments as StepArguments[Type]] : []));
}

function observedAs(container: ContainerSpec, configHash: string): ObservedContainer {
  return {
    id: `id-of-${container.name}`,
    name: container.name,
    service: container.service,
    component: container.component,
    state: 'running',
    configHash,
    task: 'svc.earlier.00000000-0000-4000-8000-000000000000',
    revision: 1,
    startedAt: '2030-01-01T00:00:00.000Z',
    restarts: 0,
    networks: networksOf(container),
    namespaceAlive: true,
  };
}

function networksOf({ network }: ContainerSpec): readonly string[] {
  return network.mode === 'networks' ? network.networks.map(({ name }) => name) : [];
}
