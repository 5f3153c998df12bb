import { nodeRoots } from './children/node-roots.ts';
import { runSupervisor } from './run.ts';

await runSupervisor(nodeRoots);
