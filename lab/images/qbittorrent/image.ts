import { baseLayer } from '../base/layer.ts';
import { directory, fileFrom, type ImageRecipe, type LayerRecipe } from '../recipe.ts';

const layer: LayerRecipe = {
  name: 'qbittorrent',
  beneath: [baseLayer],
  packages: ['qbittorrent-nox'],
  selection: { paths: ['usr/bin/qbittorrent-nox'] },
  own: async () => [
    await fileFrom(new URL('./start.sh', import.meta.url), 'usr/local/bin/start'),
    await fileFrom(new URL('./qBittorrent.conf', import.meta.url), 'defaults/qBittorrent.conf', 0o644),
    directory('config'),
    directory('downloads'),
  ],
};

/** Debian's qBittorrent, started as the linuxserver.io image starts its own. */
export const qbittorrentImage: ImageRecipe = {
  reference: 'lscr.io/linuxserver/qbittorrent:5.2.3',
  kind: 'real',
  package: 'qbittorrent-nox',
  layers: [baseLayer, layer],
  config: {
    Entrypoint: ['/usr/local/bin/start'],
    Env: ['HOME=/config', 'XDG_CONFIG_HOME=/config', 'XDG_DATA_HOME=/config', 'LANG=C.UTF-8'],
    ExposedPorts: { '8080/tcp': {}, '6881/tcp': {}, '6881/udp': {} },
    Volumes: { '/config': {} },
    Labels: { 'showrunner.lab': 'real' },
  },
};
