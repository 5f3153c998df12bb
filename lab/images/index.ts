import { postgresImage } from './postgres/image.ts';
import { qbittorrentImage } from './qbittorrent/image.ts';
import type { ImageRecipe } from './recipe.ts';
import { redisImage } from './redis/image.ts';
import { standInImages } from './stand-ins.ts';

/** The images that the lab keeps in its registry, under their vendors' names. */
export const images: readonly ImageRecipe[] = [qbittorrentImage, postgresImage, redisImage, ...standInImages];
