import { createHostGroup } from './host-group.ts';
import { installRuntimeWithMetrics } from './metrics-port.ts';
import { runWorkers } from './run-workers.ts';
import { runRoot } from './start-root.ts';

/** The host worker alone. */
await runRoot('host', async ({ configuration, logger }) => {
  const temporalMetrics = await installRuntimeWithMetrics(logger);
  await runWorkers(
    'host',
    [await createHostGroup(configuration, logger)],
    configuration,
    logger,
    temporalMetrics,
  );
});
