import { join } from 'node:path';
import { nodeRoots } from '#supervisor/children/node-roots.ts';
import { runSupervisor } from '#supervisor/run.ts';

/** The real supervisor, with small programs in place of setup, api and workers. */
await runSupervisor(
  nodeRoots.map((root) => ({ ...root, script: join(import.meta.dirname, `${root.name}.ts`) })),
);
