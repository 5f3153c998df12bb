import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { baseLayer } from '../base/layer.ts';
import { directory, fileFrom, type ImageRecipe, type LayerRecipe, symlink, users } from '../recipe.ts';

const postgres = { name: 'postgres', uid: 70, gid: 70 };

const layer: LayerRecipe = {
  name: 'postgres',
  beneath: [baseLayer],
  packages: ['postgresql', 'libnss-wrapper'],
  selection: {
    paths: [
      'usr/lib/postgresql/*/bin',
      'usr/lib/postgresql/*/lib',
      'usr/share/postgresql/*/',
      'usr/lib/x86_64-linux-gnu/libnss_wrapper.so',
    ],
    // Bitcode and the compiler's loader serve only just-in-time compilation, which Debian builds on LLVM (120 MB).
    without: /llvmjit|\.bc$|\/bitcode\/|\/pgxs\//,
  },
  own: async (tree) => [
    ...users(postgres),
    await fileFrom(new URL('./entrypoint.sh', import.meta.url), 'usr/local/bin/docker-entrypoint.sh'),
    ...(await programLinks(tree)),
    // Debian's psql looks for this name.
    symlink('usr/local/bin/pager', '/usr/bin/less'),
    directory('docker-entrypoint-initdb.d'),
    directory('run/postgresql', 0o3777, postgres.uid, postgres.gid),
    directory('var/lib/postgresql', 0o1777, postgres.uid, postgres.gid),
    directory('var/lib/postgresql/data', 0o1777, postgres.uid, postgres.gid),
  ],
};

/** Debian's PostgreSQL, started as the official image starts its own; uid 70 is the one of its Alpine variant. */
export const postgresImage: ImageRecipe = {
  reference: 'postgres:17.11-alpine',
  kind: 'real',
  package: 'postgresql-15',
  layers: [baseLayer, layer],
  config: {
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['postgres'],
    Env: [
      'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'LANG=C.UTF-8',
      'PGDATA=/var/lib/postgresql/data',
    ],
    StopSignal: 'SIGINT',
    ExposedPorts: { '5432/tcp': {} },
    Volumes: { '/var/lib/postgresql/data': {} },
    Labels: { 'showrunner.lab': 'real' },
  },
};

async function programLinks(tree: string) {
  const folder = 'usr/lib/postgresql';
  const versions = await readdir(join(tree, folder));
  const programs = await Promise.all(
    versions.map(async (version) => {
      const names = await readdir(join(tree, folder, version, 'bin'));
      return names.map((name) => symlink(`usr/local/bin/${name}`, `/${folder}/${version}/bin/${name}`));
    }),
  );
  return programs.flat();
}
