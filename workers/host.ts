import { createHostGroup } from './host-group.ts';
import { installRuntime, runWorkers } from './run-workers.ts';
import { runRoot } from './start-root.ts';

/** The host worker alone. */
await runRoot('host', async ({ configuration, logger }) => {
  installRuntime(logger);
  await runWorkers('host', [await createHostGroup(configuration, logger)], configuration, logger);
});
