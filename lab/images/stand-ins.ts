import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseLayer } from './base/layer.ts';
import { nodeLayer } from './node/layer.ts';
import { directory, type ImageRecipe, type LayerRecipe, seconds, textFile } from './recipe.ts';
import { iptablesLayer } from './vpn/layer.ts';

const sources = new URL('../stand-ins/', import.meta.url);

/** The sources of all stand-ins, run as they are: Node strips the types. */
const standInLayer: LayerRecipe = {
  name: 'stand-ins',
  beneath: [baseLayer, nodeLayer],
  packages: [],
  selection: { paths: [] },
  own: async () => [
    ...(await sourceFiles()),
    // Node takes a module's kind from the nearest package.json.
    textFile('app/package.json', '{ "type": "module" }\n'),
    // As in Jellyfin's own image, so that it runs as any user on fresh volumes.
    ...['config', 'cache'].map((path) => directory(path, 0o777)),
    directory('gluetun'),
  ],
};

/** Small heaps: a stand-in holds a few kilobytes of state. */
const node = [
  '/usr/local/bin/node',
  '--max-old-space-size=48',
  '--max-semi-space-size=1',
  '--disable-warning=ExperimentalWarning',
];
const labels = { 'showrunner.lab': 'stand-in' };
const onConfig = { '/config': {} };

function arrImage(app: string, tag: string, port: number): ImageRecipe {
  return {
    reference: `lscr.io/linuxserver/${app}:${tag}`,
    kind: 'stand-in',
    layers: [baseLayer, nodeLayer, standInLayer],
    config: {
      Entrypoint: [...node, '/app/arr/main.ts', app],
      ExposedPorts: { [`${port}/tcp`]: {} },
      Volumes: onConfig,
      Labels: labels,
    },
  };
}

const jellyfinImage: ImageRecipe = {
  reference: 'jellyfin/jellyfin:10.11.11',
  kind: 'stand-in',
  layers: [baseLayer, nodeLayer, standInLayer],
  config: {
    Entrypoint: [...node, '/app/jellyfin/main.ts'],
    ExposedPorts: { '8096/tcp': {} },
    Volumes: { ...onConfig, '/cache': {} },
    Labels: labels,
    Healthcheck: {
      Test: ['CMD-SHELL', 'timeout 20 wget -q -O /dev/null http://127.0.0.1:8096/health || exit 1'],
      Interval: seconds(30),
      Timeout: seconds(30),
      StartPeriod: seconds(10),
      Retries: 3,
    },
  },
};

const gluetunImage: ImageRecipe = {
  reference: 'qmcgaw/gluetun:v3.41.1',
  kind: 'stand-in',
  layers: [baseLayer, nodeLayer, iptablesLayer, standInLayer],
  config: {
    Entrypoint: ['/gluetun-entrypoint'],
    ExposedPorts: { '8000/tcp': {}, '8888/tcp': {}, '8388/tcp': {}, '8388/udp': {} },
    Labels: labels,
    Healthcheck: {
      Test: ['CMD', '/gluetun-entrypoint', 'healthcheck'],
      Interval: seconds(5),
      Timeout: seconds(5),
      StartPeriod: seconds(10),
      Retries: 3,
    },
  },
};

export const standInImages: readonly ImageRecipe[] = [
  arrImage('sonarr', '4.0.19', 8989),
  arrImage('radarr', '6.3.0', 7878),
  arrImage('prowlarr', 'version-2.5.2.5491', 9696),
  jellyfinImage,
  gluetunImage,
];

async function sourceFiles() {
  const names = await readdir(sources, { recursive: true });
  const programs = names.filter((name) => name.endsWith('.ts')).sort();
  return await Promise.all(
    programs.map(async (name) => textFile(join('app', name), await readFile(new URL(name, sources), 'utf8'))),
  );
}
