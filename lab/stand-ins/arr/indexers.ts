import { json, type Reply, type Request, type Route } from '../shared/http.ts';
import type { ArrContext } from './context.ts';
import { notFound } from './failures.ts';

/** Prowlarr's indexers: none can be added to a stand-in, but the other programs can be led to its test indexer, 0. */
export function indexerRoutes(context: ArrContext): Route<'key'>[] {
  const { api } = context.app;
  const profile = {
    id: 1,
    name: 'Standard',
    enableRss: true,
    enableAutomaticSearch: true,
    enableInteractiveSearch: true,
    minimumSeeders: 1,
  };
  return [
    { method: 'GET', path: `${api}/indexer`, access: 'key', handle: () => json([]) },
    { method: 'GET', path: `${api}/appprofile`, access: 'key', handle: () => json([profile]) },
    { method: 'GET', path: `${api}/indexer/{id}/newznab`, access: 'key', handle: newznab },
    { method: 'GET', path: '/{id}/api', access: 'key', handle: newznab },
  ];
}

function newznab(request: Request): Reply {
  if (request.params.id !== '0') return notFound;
  switch (request.query.get('t')) {
    case 'caps':
      return xml(
        '<caps><server title="Prowlarr stand-in"/><searching><search available="yes"/></searching></caps>',
      );
    case null:
      return xml('<error code="200" description="Missing parameter (t)"/>', 400);
    default:
      return xml('<rss version="2.0"><channel><title>Prowlarr stand-in</title></channel></rss>');
  }
}

function xml(text: string, status = 200): Reply {
  return { status, type: 'application/rss+xml', text: `<?xml version="1.0" encoding="utf-8"?>${text}` };
}
