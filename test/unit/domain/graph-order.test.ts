import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDomainError } from '#domain/errors.ts';
import { stages, topologicalOrder } from '#domain/graph.ts';
import { type ServiceId, serviceId } from '#domain/ids.ts';
import type { RequiresEdge } from '#domain/service.ts';
import { anEdge } from '#test/support/domain/index.ts';

const names = Array.from({ length: 12 }, (_, at) => `s${String(at).padStart(2, '0')}`);
const ids = names.map((name) => serviceId(name));

/** Edges from later to earlier names only, so that there is no circle. The names say nothing of the order they come in. */
const acyclic = fc
  .array(fc.tuple(fc.nat(names.length - 1), fc.nat(names.length - 1)), { maxLength: 40 })
  .chain((pairs) =>
    fc
      .shuffledSubarray(names, { minLength: names.length })
      .map((shuffled) =>
        pairs
          .filter(([a, b]) => a !== b)
          .map(([a, b]) => anEdge(shuffled[Math.max(a, b)] ?? '', shuffled[Math.min(a, b)] ?? '')),
      ),
  );
const anyEdges = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 30 })
  .map((pairs) => pairs.map(([consumer, provider]) => anEdge(consumer, provider)));

describe('the order', () => {
  it('holds each once, after all that it requires', () => {
    fc.assert(
      fc.property(acyclic, (edges) => {
        const order = topologicalOrder(ids, edges);
        expect([...order].sort()).toEqual(ids);
        expectFollowing(order, edges);
      }),
    );
  });

  it('does not depend on the order of ids or edges', () => {
    const shuffled = acyclic.chain((edges) =>
      fc.tuple(
        fc.constant(edges),
        fc.shuffledSubarray(edges, { minLength: edges.length }),
        fc.shuffledSubarray([...ids], { minLength: ids.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([edges, sameEdges, sameIds]) => {
        expect(topologicalOrder(sameIds, sameEdges)).toEqual(topologicalOrder(ids, edges));
      }),
    );
  });

  it('goes by name where nothing is required', () => {
    expect(topologicalOrder([...ids].reverse(), [])).toEqual(ids);
  });

  it('takes edges to services outside as met', () => {
    expect(topologicalOrder([serviceId('sonarr')], [anEdge('sonarr', 'prowlarr')])).toEqual(['sonarr']);
  });

  it('every graph has an order, or a circle that is named and is one', () => {
    fc.assert(
      fc.property(anyEdges, (edges) => {
        try {
          expectFollowing(topologicalOrder(ids, edges), edges);
        } catch (error) {
          if (!isDomainError(error)) throw error;
          expect(error.code).toBe('dependency-cycle');
          expectCircle(error.message, edges);
        }
      }),
    );
  });

  it('one that requires itself is a circle of one', () => {
    expect(() => topologicalOrder([serviceId('a')], [anEdge('a', 'a')])).toThrow(
      'a → a require each other in a circle.',
    );
  });
});

describe('stages', () => {
  it('hold each once, and every stage requires only earlier ones', () => {
    fc.assert(
      fc.property(acyclic, (edges) => {
        const found = stages(ids, edges);
        expect(found.flat().sort()).toEqual(ids);
        const stageOf = new Map(found.flatMap((stage, at) => stage.map((id) => [id, at] as const)));
        for (const { consumer, provider } of edges)
          expect(stageOf.get(provider)).toBeLessThan(stageOf.get(consumer) ?? -1);
      }),
    );
  });

  it('are as few as the longest chain allows: nothing waits for what it does not need', () => {
    const edges = [anEdge('c', 'b'), anEdge('b', 'a'), anEdge('d', 'a')];
    const all = ['a', 'b', 'c', 'd', 'e'].map((id) => serviceId(id));
    expect(stages(all, edges)).toEqual([['a', 'e'], ['b', 'd'], ['c']]);
  });

  it('of nothing are none', () => {
    expect(stages([], [])).toEqual([]);
  });
});

function expectFollowing(order: readonly ServiceId[], edges: readonly RequiresEdge[]): void {
  for (const { consumer, provider } of edges)
    expect(order.indexOf(provider)).toBeLessThan(order.indexOf(consumer));
}

function expectCircle(message: string, edges: readonly RequiresEdge[]): void {
  const circle = message.replace(' require each other in a circle.', '').split(' → ');
  expect(circle.length).toBeGreaterThan(1);
  expect(circle[0]).toBe(circle.at(-1));
  for (const [at, consumer] of circle.slice(0, -1).entries())
    expect(edges).toContainEqual(anEdge(consumer, circle[at + 1] ?? ''));
}
