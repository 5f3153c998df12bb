import type { Values } from '../comparison.ts';
import { readSecret } from '../credentials.ts';
import { connectJellyfin } from '../jellyfin/client.ts';
import { legacyAuthorization } from '../jellyfin/legacy-authorization.ts';
import { type LinkOf, type LinkTools, type OpenLink, toldAddress } from '../open-link.ts';
import { type LibraryArrApp, libraryArrApp } from './apps.ts';
import { connectArr } from './client.ts';
import { openEntryLink } from './entry-link.ts';
import { entryName } from './names.ts';

/** Sonarr or Radarr tells Jellyfin about new, renamed and deleted files. */
export function openMediaConnection(link: LinkOf<'media-connection'>, tools: LinkTools): OpenLink {
  const { consumer, provider } = link;
  const app = libraryArrApp(consumer);
  return openEntryLink(
    {
      resource: 'notification',
      implementation: 'MediaBrowser',
      noun: 'connection',
      name: entryName('Jellyfin', provider),
      target: ['host', 'port'],
      login: ['useSsl', 'urlBase'],
      holder: () => connectArr(tools, consumer, app),
      async desired() {
        const apiKey = await readSecret(tools.secrets, provider, 'api-key');
        const jellyfin = await connectJellyfin(tools, provider);
        return {
          values: { ...connectionValues(link, app), urlBase: jellyfin.urlBase },
          secrets: { apiKey },
          companions: legacyAuthorization(jellyfin, apiKey.value),
        };
      },
    },
    tools,
  );
}

function connectionValues({ provider }: LinkOf<'media-connection'>, app: LibraryArrApp): Values {
  return {
    tags: [],
    ...toldAddress(provider),
    useSsl: false,
    // Jellyfin has no such endpoint; with it on, every event is an error in the log.
    notify: false,
    updateLibrary: true,
    ...Object.fromEntries(app.libraryEvents.map((event) => [event, true])),
  };
}
