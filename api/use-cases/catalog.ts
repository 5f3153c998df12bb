import type { z } from 'zod';
import type { Definition } from '#domain/definition.ts';
import { DomainError } from '#domain/errors.ts';
import { definitionId, isSlug } from '#domain/ids.ts';
import type { catalogEntrySchema } from '#schemas/api/service.ts';
import type { Answerable } from '#schemas/api/wire.ts';
import type { Ports } from '../ports.ts';

export type CatalogEntry = Answerable<z.output<typeof catalogEntrySchema>>;

export async function listCatalog(ports: Pick<Ports, 'catalog'>): Promise<readonly CatalogEntry[]> {
  return (await ports.catalog.list()).map(toEntry);
}

/** Error: `not-found`. */
export async function getCatalogEntry(ports: Pick<Ports, 'catalog'>, id: string): Promise<CatalogEntry> {
  const definition = isSlug(id) ? await ports.catalog.find(definitionId(id)) : undefined;
  if (definition !== undefined) return toEntry(definition);
  throw new DomainError('not-found', `The catalog has no "${id.slice(0, 60)}".`);
}

/** What someone who wants to install it needs to know; the rest stays in the catalog's file. */
function toEntry(definition: Definition): CatalogEntry {
  const { id, title, category, description, website, version, provides, requires, settings } = definition;
  return {
    id,
    title,
    category,
    description,
    website,
    version,
    provides,
    requires,
    settings,
    images: definition.components.map(({ name, image, digest }) => ({
      component: name,
      image,
      ...(digest === undefined ? {} : { digest }),
    })),
    ports: definition.components.flatMap((component) => component.ports),
  };
}
