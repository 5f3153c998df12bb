import type { z } from 'zod';
import type { RequiresEdge, Service } from '#domain/service.ts';
import type { planPreviewSchema } from '#schemas/api/plan.ts';
import type { Answerable } from '#schemas/api/wire.ts';

export type PlanPreview = Answerable<z.output<typeof planPreviewSchema>>;

/** A service that is there, as a preview names it. */
export function shownService({ id, definition, host, origin }: Service, edges: readonly RequiresEdge[]) {
  const requires = edges.filter(({ consumer }) => consumer === id).map(({ provider }) => provider);
  const { title, version } = definition;
  return { id, title, version, host, origin, installed: true, requires: [...new Set(requires)] };
}
