import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '../shared/http.ts';
import { log, stopOnSignal } from '../shared/process.ts';
import { version } from './context.ts';
import { createJellyfin } from './server.ts';

const configFolder = process.env.JELLYFIN_DATA_DIR ?? '/config';
const cacheFolder = process.env.JELLYFIN_CACHE_DIR ?? '/cache';

mkdirSync(join(cacheFolder, 'images'), { recursive: true });
const server = await listen(createJellyfin(configFolder), 8096);
stopOnSignal([server]);
log('Info', `Jellyfin ${version}: a stand-in from Showrunner's lab. Now listening on port ${server.port}`);
