import { z } from 'zod';
import type { Companion } from '../companion.ts';
import type { JellyfinClient } from './client.ts';

const key = 'EnableLegacyAuthorization';
const configurationShape = z.looseObject({ [key]: z.boolean().optional() });
const path = '/System/Configuration';

/**
 * Sonarr and Radarr report changes with `X-MediaBrowser-Token`, which Jellyfin refuses since 12 unless this is on: their test
 * would pass and no change would ever arrive. Older versions have it on by default and need nothing.
 */
export function legacyAuthorization(jellyfin: JellyfinClient, apiKey: string): readonly Companion[] {
  if (jellyfin.major < 12) return [];
  return [
    {
      key,
      value: true,
      read: async () => (await jellyfin.get(path, configurationShape, apiKey))[key] === true,
      async write() {
        const configuration = await jellyfin.get(path, configurationShape, apiKey);
        await jellyfin.change({ method: 'POST', path, json: { ...configuration, [key]: true } }, apiKey);
      },
    },
  ];
}
