import { baseLayer } from '../base/layer.ts';
import { directory, fileFrom, type ImageRecipe, type LayerRecipe, symlink, users } from '../recipe.ts';

const redis = { name: 'redis', uid: 999, gid: 1000 };

const layer: LayerRecipe = {
  name: 'redis',
  beneath: [baseLayer],
  packages: ['redis-server', 'redis-tools'],
  selection: { paths: ['usr/bin/redis-server', 'usr/bin/redis-cli'] },
  own: async () => [
    ...users(redis),
    await fileFrom(new URL('./entrypoint.sh', import.meta.url), 'usr/local/bin/docker-entrypoint.sh'),
    ...['redis-server', 'redis-cli'].map((name) => symlink(`usr/local/bin/${name}`, `/usr/bin/${name}`)),
    directory('data', 0o755, redis.uid, redis.gid),
  ],
};

/** Debian's Redis, started as the official image starts its own. */
export const redisImage: ImageRecipe = {
  reference: 'redis:7.4.11-alpine',
  kind: 'real',
  package: 'redis-server',
  layers: [baseLayer, layer],
  config: {
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['redis-server'],
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    WorkingDir: '/data',
    ExposedPorts: { '6379/tcp': {} },
    Volumes: { '/data': {} },
    Labels: { 'showrunner.lab': 'real' },
  },
};
