import { baseLayer } from '../base/layer.ts';
import { nodeLayer } from '../node/layer.ts';
import { fileFrom, type LayerRecipe, symlink } from '../recipe.ts';

/** The packet filter, in the variant that shares the kernel's nf_tables with the engine's own rules. */
export const iptablesLayer: LayerRecipe = {
  name: 'iptables',
  beneath: [baseLayer, nodeLayer],
  packages: ['iptables'],
  selection: { paths: ['usr/sbin/xtables-nft-multi', 'usr/lib/x86_64-linux-gnu/xtables'] },
  own: async () => [
    ...['iptables', 'ip6tables', 'iptables-restore', 'ip6tables-restore'].map((name) =>
      symlink(`usr/sbin/${name}`, 'xtables-nft-multi'),
    ),
    await fileFrom(new URL('./gluetun-entrypoint.sh', import.meta.url), 'gluetun-entrypoint'),
  ],
};
