import type { LinkEnd } from '#domain/link.ts';
import { readSecret } from '../credentials.ts';
import { type LinkOf, type LinkTools, type OpenLink, toldAddress } from '../open-link.ts';
import { indexerManagerApp, libraryArrApp } from './apps.ts';
import { type ArrClient, connectArr } from './client.ts';
import { openEntryLink } from './entry-link.ts';
import { entryName } from './names.ts';

/** Prowlarr keeps the indexers of Sonarr or Radarr. Its test calls the application, which calls Prowlarr back. */
export function openIndexerApplication(link: LinkOf<'indexer-application'>, tools: LinkTools): OpenLink {
  const { consumer, provider } = link;
  const app = libraryArrApp(consumer);
  return openEntryLink(
    {
      resource: 'applications',
      implementation: app.title,
      noun: 'application',
      name: entryName(app.title, consumer),
      target: ['baseUrl'],
      login: [],
      holder: () => connectArr(tools, provider, indexerManagerApp(provider)),
      async desired(prowlarr) {
        const managed = await connectArr(tools, consumer, app);
        return {
          values: {
            syncLevel: 'fullSync',
            tags: [],
            prowlarrUrl: addressOf(provider, prowlarr),
            baseUrl: addressOf(consumer, managed),
          },
          secrets: { apiKey: await readSecret(tools.secrets, consumer, 'api-key') },
          companions: [],
          afterWrite: () => synchroniseIndexers(prowlarr),
        };
      },
    },
    tools,
  );
}

/** As the other program reaches it, not as this worker does. */
function addressOf(end: LinkEnd, client: ArrClient): string {
  const { host, port } = toldAddress(end);
  return `http://${host}:${port}${client.urlBase}`;
}

async function synchroniseIndexers(prowlarr: ArrClient): Promise<void> {
  const json = { name: 'ApplicationIndexerSync', forceSync: true };
  await prowlarr.change({ method: 'POST', path: '/command', json });
}
