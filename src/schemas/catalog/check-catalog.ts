import type { Definition } from '#domain/definition.ts';
import type { Issue } from './issue.ts';

export interface CatalogIssue extends Issue {
  readonly id: string;
}

/** What definitions say of each other must be true. */
export function checkCatalog(definitions: readonly Definition[]): readonly CatalogIssue[] {
  return [...checkDefaults(definitions), ...checkNetworks(definitions)];
}

/** The default of a requirement must provide it. An optional one may name a definition that is yet to come. */
function checkDefaults(definitions: readonly Definition[]): readonly CatalogIssue[] {
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  return definitions.flatMap(({ id, requires }) =>
    requires.flatMap((requirement, at) => {
      const provider = byId.get(requirement.default);
      const path = ['x-showrunner', 'requires', at, 'default'];
      if (provider === undefined) {
        return requirement.optional
          ? []
          : [{ id, path, reason: `${requirement.default} is not in the catalog` }];
      }
      const provided = provider.provides.includes(requirement.capability);
      return provided
        ? []
        : [{ id, path, reason: `${provider.id} does not provide ${requirement.capability}` }];
    }),
  );
}

/** A network is one thing for all that share it. */
function checkNetworks(definitions: readonly Definition[]): readonly CatalogIssue[] {
  const first = new Map<string, { readonly id: string; readonly internal: boolean }>();
  return definitions.flatMap(({ id, networks }) =>
    Object.entries(networks).flatMap(([name, { internal }]) => {
      const other = first.get(name) ?? { id, internal };
      first.set(name, other);
      const reason = `must be ${other.internal ? 'internal' : 'open'}, as in ${other.id}`;
      return other.internal === internal ? [] : [{ id, path: ['networks', name, 'internal'], reason }];
    }),
  );
}
