import type { Definition } from '#domain/definition.ts';
import type { DefinitionId } from '#domain/ids.ts';

/** The definitions that can be installed, with mirror and overlay applied to their images. */
export interface Catalog {
  /** By id, in order of their ids. Error: `catalog-invalid`, naming file, path and reason of every fault. */
  list(): Promise<readonly Definition[]>;
  find(id: DefinitionId): Promise<Definition | undefined>;
}
