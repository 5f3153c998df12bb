import { join } from 'node:path';
import { run } from '../../build/run.ts';
import { directory, type LayerRecipe, symlink, textFile, users } from '../recipe.ts';

const libraries = 'usr/lib/x86_64-linux-gnu';

/** What every image stands on: busybox as the shell, the C library, one locale, the time zones, and `setpriv`. */
export const baseLayer: LayerRecipe = {
  name: 'base',
  beneath: [],
  packages: ['busybox-static', 'libc6', 'libc-bin', 'tzdata', 'util-linux'],
  selection: {
    paths: [
      'usr/bin/busybox',
      'usr/bin/setpriv',
      'usr/lib64/ld-linux-x86-64.so.2',
      `${libraries}/libnss_files.so.2`,
      `${libraries}/libnss_dns.so.2`,
      `${libraries}/libm.so.6`,
      `${libraries}/libdl.so.2`,
      `${libraries}/libpthread.so.0`,
      `${libraries}/librt.so.1`,
      `${libraries}/libresolv.so.2`,
      'usr/lib/locale/C.utf8',
      'usr/share/zoneinfo',
    ],
    without: /zoneinfo\/(right|posix)(\/|$)/,
  },
  own: async (tree) => [
    ...['bin', 'sbin', 'lib', 'lib64'].map((name) => symlink(name, `usr/${name}`)),
    ...['etc', 'proc', 'sys', 'dev', 'run', 'var/lib', 'var/log', 'home', 'usr/sbin', 'usr/local/bin'].map(
      (path) => directory(path),
    ),
    directory('root', 0o700),
    directory('tmp', 0o1777),
    symlink('var/run', '/run'),
    textFile('etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n'),
    ...users(),
    ...(await busyboxLinks(tree)),
  ],
};

async function busyboxLinks(tree: string) {
  const applets = await run(join(tree, 'usr/bin/busybox'), ['--list'], { timeoutMs: 10_000 });
  // Its own setpriv cannot change users, so util-linux's one takes the name.
  const taken = ['', 'busybox', 'setpriv'];
  const names = applets.split('\n').filter((name) => !taken.includes(name));
  return names.map((name) => symlink(`usr/bin/${name}`, 'busybox'));
}
