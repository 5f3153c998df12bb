import { createCentralGroup } from './central-group.ts';
import { installRuntime, runWorkers } from './run-workers.ts';
import { runRoot } from './start-root.ts';

/** The workflow worker alone. */
await runRoot('central', async ({ configuration, logger }) => {
  installRuntime(logger);
  await runWorkers('central', [await createCentralGroup(configuration, logger)], configuration, logger);
});
