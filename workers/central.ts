import { createCentralGroup } from './central-group.ts';
import { installRuntimeWithMetrics } from './metrics-port.ts';
import { runWorkers } from './run-workers.ts';
import { runRoot } from './start-root.ts';

/** The workflow worker alone. */
await runRoot('central', async ({ configuration, logger }) => {
  const temporalMetrics = await installRuntimeWithMetrics(logger);
  await runWorkers(
    'central',
    [await createCentralGroup(configuration, logger)],
    configuration,
    logger,
    temporalMetrics,
  );
});
