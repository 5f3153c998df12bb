import { z } from 'zod';
import type { Companion } from '../companion.ts';
import type { Values } from '../comparison.ts';
import { readSecret, userOf } from '../credentials.ts';
import { type LinkOf, type LinkTools, type OpenLink, toldAddress } from '../open-link.ts';
import { type LibraryArrApp, libraryArrApp } from './apps.ts';
import { type ArrClient, connectArr } from './client.ts';
import { openEntryLink } from './entry-link.ts';
import { entryName } from './names.ts';

/** Sonarr or Radarr sends torrents to qBittorrent, under a category of its own; its test creates that category. */
export function openDownloadClient(link: LinkOf<'download-client'>, tools: LinkTools): OpenLink {
  const { consumer, provider } = link;
  const app = libraryArrApp(consumer);
  return openEntryLink(
    {
      resource: 'downloadclient',
      implementation: 'QBittorrent',
      noun: 'download client',
      name: entryName('qBittorrent', provider),
      target: ['host', 'port'],
      login: ['useSsl', 'urlBase', 'username', 'apiKey'],
      holder: () => connectArr(tools, consumer, app),
      async desired(holder) {
        const password = await readSecret(tools.secrets, provider, 'password');
        return {
          values: clientValues(link, app),
          secrets: { password },
          companions: [completedDownloadHandling(holder)],
        };
      },
    },
    tools,
  );
}

function clientValues(
  { provider, arguments: { category } }: LinkOf<'download-client'>,
  app: LibraryArrApp,
): Values {
  return {
    enable: true,
    protocol: 'torrent',
    priority: 1,
    removeCompletedDownloads: true,
    removeFailedDownloads: true,
    tags: [],
    ...toldAddress(provider),
    useSsl: false,
    urlBase: '',
    username: userOf(provider),
    // Newer versions take an API key instead of user and password; both at once are refused.
    apiKey: '',
    [app.categoryField]: category,
  };
}

const handlingShape = z.looseObject({ id: z.int(), enableCompletedDownloadHandling: z.boolean() });

/** Without it finished downloads are never imported. The resource is written back whole, as the API asks. */
function completedDownloadHandling(holder: ArrClient): Companion {
  const path = '/config/downloadclient';
  const read = (): Promise<z.infer<typeof handlingShape>> => holder.get(path, handlingShape);
  return {
    key: 'enableCompletedDownloadHandling',
    value: true,
    read: async () => (await read()).enableCompletedDownloadHandling,
    async write() {
      const config = await read();
      const json = { ...config, enableCompletedDownloadHandling: true };
      await holder.change({ method: 'PUT', path: `${path}/${config.id}`, json });
    },
  };
}
