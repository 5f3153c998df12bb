import { join } from 'node:path';
import { nodeRoots } from '#supervisor/children/node-roots.ts';
import { runSupervisor } from '#supervisor/run.ts';

const broken = join(import.meta.dirname, 'broken-api.ts');
await runSupervisor(
  nodeRoots.map((root) => ({
    ...root,
    script: root.name === 'api' ? broken : join(import.meta.dirname, `${root.name}.ts`),
  })),
);
