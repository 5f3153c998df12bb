import { join } from 'node:path';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import type { Definition } from '#domain/definition.ts';
import { resolveClosure } from '#domain/graph.ts';
import { type ServiceId, serviceId } from '#domain/ids.ts';
import type { RequiresEdge, Service } from '#domain/service.ts';
import { aService } from './service.ts';

/** Rows that stand beside each other, with what they require of one another. */
export interface Stack {
  readonly rows: ReadonlyMap<ServiceId, Service>;
  readonly edges: readonly RequiresEdge[];
}

const catalog = createCatalogFiles({ folder: join(import.meta.dirname, '..', '..', '..', 'catalog') });

/** The definition that the catalog really has. */
export async function catalogDefinition(id: string): Promise<Definition> {
  const found = (await catalog.list()).find((definition) => definition.id === id);
  if (found === undefined) throw new Error(`The catalog has no ${id}.`);
  return found;
}

/** What the catalog's services of those names require, all of it wanted, nothing of it done. */
export async function catalogStack(...ids: readonly string[]): Promise<Stack> {
  return stackOf(await catalog.list(), ...ids);
}

/** As `catalogStack`, for definitions of the test's own. */
export function stackOf(definitions: readonly Definition[], ...ids: readonly string[]): Stack {
  const requested = definitions
    .filter(({ id }) => ids.includes(id))
    .map((definition) => ({ id: serviceId(definition.id), definition }));
  const { services, edges } = resolveClosure({ requested, catalog: definitions, installed: [] });
  const rows = services.map(({ definition, origin }) => aService(definition, { origin }));
  return { rows: new Map(rows.map((row) => [row.id, row])), edges };
}

/** The same stack with one row changed. */
export function withRow(stack: Stack, id: string, change: Partial<Omit<Service, 'id'>>): Stack {
  const row = rowOf(stack, id);
  return { ...stack, rows: new Map([...stack.rows, [row.id, { ...row, ...change }]]) };
}

/** The same stack with every row running but those named. */
export function upBut(stack: Stack, ...down: readonly string[]): Stack {
  const rows = [...stack.rows.values()].map((row) =>
    down.includes(row.id) ? row : { ...row, status: 'running' as const, health: 'healthy' as const },
  );
  return { ...stack, rows: new Map(rows.map((row) => [row.id, row])) };
}

export function rowOf({ rows }: Stack, id: string): Service {
  const row = rows.get(serviceId(id));
  if (row === undefined) throw new Error(`The stack has no ${id}.`);
  return row;
}
