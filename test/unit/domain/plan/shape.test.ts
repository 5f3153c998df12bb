import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import { serviceStatuses } from '#domain/lifecycle.ts';
import type { ContainerState, ObservedService } from '#domain/observed.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { printPlan } from '#domain/plan/print.ts';
import { planUninstall } from '#domain/plan/uninstall.ts';
import {
  catalogStack,
  installed,
  planningInput,
  type Stack,
  upBut,
  withRow,
} from '#test/support/domain/index.ts';

// Plans are cheap, and the rare worlds are the interesting ones.
beforeAll(() => fc.configureGlobal({ numRuns: 500 }));
afterAll(() => fc.resetConfigureGlobal());

const ids = ['sonarr', 'qbittorrent', 'vpn', 'jellyfin', 'postgres', 'redis', 'prowlarr'] as const;
const states: readonly ContainerState[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
];

let stack: Stack;

beforeAll(async () => {
  stack = withRow(await catalogStack('sonarr'), 'vpn', {
    settings: { provider: 'mullvad', type: 'wireguard', 'wireguard-addresses': '10.64.0.2/32' },
    sealed: { 'wireguard-private-key': 'sealed-canary' },
  });
});

const all = () => true;
const some = fc.infiniteStream(fc.boolean()).map((stream) => () => stream.next().value === true);
const most = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

/** Any state between nothing at all and everything as wanted; near the latter more often than chance would have it. */
const worlds = fc.record({
  id: fc.constantFrom(...ids),
  status: most<ServiceStatus>('running', ...serviceStatuses),
  up: fc.boolean(),
  kept: fc.oneof(fc.constant(all), some),
  furnished: fc.oneof(fc.constant(all), some),
  state: most<ContainerState>('running', ...states),
  hash: most<string | undefined>(undefined, 'another'),
  namespaceAlive: most(true, false),
});
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

function inputOf({ id, status, up, kept, furnished, state, hash, namespaceAlive }: World): PlanningInput {
  const done = installed(planningInput(up ? upBut(stack, id) : stack, id));
  const containers = done.observed.containers.filter(kept).map((container) => ({
    ...container,
    state,
    namespaceAlive,
    configHash: hash ?? container.configHash,
    networks: container.networks.filter(kept),
  }));
  const observed: ObservedService = {
    service: done.observed.service,
    running: done.observed.running.filter(kept),
    containers,
    networks: done.observed.networks.filter(kept),
    volumes: done.observed.volumes.filter(kept),
    images: done.observed.images.filter(furnished),
    folders: done.observed.folders.filter(furnished),
  };
  return { ...done, service: { ...done.service, status }, observed };
}

const plansOf = (input: PlanningInput): readonly Plan[] => [
  planInstall(input),
  planUninstall(input, { purge: false }),
  planUninstall(input, { purge: true }),
];

describe('whatever is found on the host, a plan', () => {
  it('names each step once, and each follows only steps before it', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { steps } of plansOf(inputOf(world))) {
          const order = steps.map(({ id }) => id);
          expect(new Set(order).size).toBe(order.length);
          for (const [at, { after }] of steps.entries())
            for (const id of after) expect(order.slice(0, at)).toContain(id);
        }
      }),
    );
  });

  it('ends with the record, which follows everything else', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { steps } of plansOf(inputOf(world))) {
          const last = steps.at(-1);
          if (last === undefined) continue;
          expect(last.type).toBe('saveService');
          expect([...ancestors(steps, last.id)].sort()).toEqual(
            steps
              .slice(0, -1)
              .map(({ id }) => id)
              .sort(),
          );
        }
      }),
    );
  });

  it('is the same for the same input', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const input = inputOf(world);
        expect(plansOf(input)).toEqual(plansOf(input));
      }),
    );
  });

  it('prints no sealed value', () => {
    const sealed = planningInput(stack, 'vpn');
    expect(JSON.stringify(planInstall(sealed))).toContain('sealed-canary');
    for (const plan of plansOf(sealed)) expect(printPlan(plan)).not.toContain('sealed-canary');
  });

  it('lets no container start before it was seen to all that it needs', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { steps } = planInstall(inputOf(world));
        const needed = steps.filter(({ phase }) =>
          ['prepare', 'pull', 'resources', 'resolve'].includes(phase),
        );
        for (const { id } of steps.filter(({ type }) => type === 'startContainer'))
          expect([...ancestors(steps, id)]).toEqual(expect.arrayContaining(needed.map((step) => step.id)));
      }),
    );
  });

  it('never removes a running container before what its successor needs is there', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { steps } = planInstall(inputOf(world));
        const needed = steps.filter(({ phase }) =>
          ['prepare', 'pull', 'resources', 'resolve'].includes(phase),
        );
        for (const { id } of steps.filter(({ type }) => type === 'stopContainer'))
          expect([...ancestors(steps, id)]).toEqual(expect.arrayContaining(needed.map((step) => step.id)));
      }),
    );
  });

  it('records a service as running only after it was seen healthy, or when it was up and only links were missing', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const input = inputOf(world);
        const { steps } = planInstall(input);
        const saved = steps.some(({ type }) => type === 'saveService');
        const seen = steps.some(({ type }) => type === 'waitHealthy');
        const up = ['running', 'degraded'].includes(input.service.status);
        if (saved && !up) expect(seen).toBe(true);
      }),
    );
  });

  it('makes nothing that is there', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const input = inputOf(world);
        const made = planInstall(input).steps.flatMap((step) => {
          if (step.type === 'createNetwork' || step.type === 'createVolume') return [step.arguments.name];
          if (step.type === 'pullImage') return [step.arguments.image];
          return step.type === 'ensureDirectory' ? [step.arguments.path] : [];
        });
        const { networks, volumes, images, folders } = input.observed;
        for (const one of [...networks, ...volumes, ...images, ...folders]) expect(made).not.toContain(one);
      }),
    );
  });
});

function ancestors(steps: Plan['steps'], id: Plan['steps'][number]['id']): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [id];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const before of steps.find((step) => step.id === next)?.after ?? []) {
      if (!found.has(before)) queue.push(before);
      found.add(before);
    }
  }
  return found;
}
