import type { ContainerSpec } from '#domain/container.ts';
import type { HealthDefinition } from '#domain/health.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { StepArguments, StepType } from '#domain/plan/steps.ts';
import type { SecretPart, SecretText } from '#domain/secret.ts';
import { type ComposeService, composeService } from './compose-service.ts';
import { placeFiles, type SeededFile } from './seeded-files.ts';

export interface ComposeOptions {
  readonly project: string;
  /** The value of a secret, as the program wants to read it. */
  readonly secretOf: (part: SecretPart) => string;
  /** Subnet of the network with this number. */
  readonly subnetOf: (at: number) => string;
  /** Holds files that are mounted into containers one by one. */
  readonly fileFolder: string;
}

/** A Compose file, and what a person would have to make before `up`. */
export interface ComposeStack {
  readonly file: {
    readonly name: string;
    readonly services: Readonly<Record<string, ComposeService>>;
    readonly networks: Readonly<Record<string, object>>;
    readonly volumes: Readonly<Record<string, object>>;
  };
  readonly folders: readonly StepArguments['ensureDirectory'][];
  readonly files: readonly SeededFile[];
}

/** The same containers, networks, volumes and files that the plans make, as Compose wants to be told. */
export function composeStack(plans: readonly Plan[], options: ComposeOptions): ComposeStack {
  const containers = all(plans, 'createContainer').map(({ container }) => container);
  const textOf = (text: SecretText) =>
    text.map((part) => (typeof part === 'string' ? part : options.secretOf(part))).join('');
  const seeds = all(plans, 'seedFile').map((seed) => ({ ...seed, content: textOf(seed.content) }));
  const placed = placeFiles(containers, seeds, options.fileFolder);
  const keys = new Map(containers.map((container) => [container.name, keyOf(container)]));
  const services = plans.flatMap((plan) => {
    const dependsOn = all([plan], 'waitForService').map(({ service }) => service);
    return all([plan], 'createContainer').map(({ container }) => {
      const files = placed.mounts.get(container.name) ?? [];
      const health = healthOf(plan, container);
      const service = composeService(container, { keys, dependsOn, files, textOf, ...health });
      return [keyOf(container), service] as const;
    });
  });
  return {
    file: {
      name: options.project,
      services: Object.fromEntries(services),
      networks: networksOf(plans, options),
      volumes: Object.fromEntries(all(plans, 'createVolume').map(({ name }) => [name, { name }])),
    },
    folders: unique(all(plans, 'ensureDirectory'), ({ path }) => path),
    files: placed.files,
  };
}

/** Name in the file, and host name: what the other services call it. */
export function keyOf({ service, component, definition }: ContainerSpec): string {
  return component === definition ? service : `${service}-${component}`;
}

function networksOf(plans: readonly Plan[], { subnetOf }: ComposeOptions): Record<string, object> {
  const networks = unique(all(plans, 'createNetwork'), ({ name }) => name);
  return Object.fromEntries(
    networks.map(({ name, internal }, at) => [
      name,
      { name, driver: 'bridge', internal, ipam: { config: [{ subnet: subnetOf(at) }] } },
    ]),
  );
}

/** Showrunner probes one component of a service; the others are healthy when they run. */
function healthOf(plan: Plan, { component }: ContainerSpec): { readonly health?: HealthDefinition } {
  const health = all([plan], 'waitHealthy')[0]?.health;
  return health?.readiness.component === component ? { health } : {};
}

function all<Type extends StepType>(plans: readonly Plan[], type: Type): readonly StepArguments[Type][] {
  // The type is what the union is told apart by; a generic parameter does not narrow it.
  return plans.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.type === type ? [step.arguments as StepArguments[Type]] : [])),
  );
}

function unique<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOfItem(item), item])).values()];
}
