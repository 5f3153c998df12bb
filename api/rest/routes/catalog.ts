import { idParams } from '#schemas/api/parameters.ts';
import { catalogEntrySchema, catalogSchema } from '#schemas/api/service.ts';
import { getCatalogEntry, listCatalog } from '../../use-cases/catalog.ts';
import { defineRoute } from '../route.ts';

export const catalogRoutes = [
  defineRoute({
    method: 'get',
    path: '/catalog',
    operationId: 'listCatalog',
    tag: 'catalog',
    summary: 'List what can be installed',
    answer: { status: 200, description: 'The definitions, by id.', schema: catalogSchema },
    errors: ['catalog-invalid'],
    handle: async ({ ports }) => ({ body: { definitions: await listCatalog(ports) } }),
  }),
  defineRoute({
    method: 'get',
    path: '/catalog/{id}',
    operationId: 'getDefinition',
    tag: 'catalog',
    summary: 'Show a definition and its settings',
    params: idParams,
    answer: { status: 200, description: 'The definition.', schema: catalogEntrySchema },
    errors: ['not-found', 'catalog-invalid'],
    handle: async ({ ports }, { params }) => ({ body: await getCatalogEntry(ports, params.id) }),
  }),
];
