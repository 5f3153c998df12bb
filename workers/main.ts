import { createCentralGroup } from './central-group.ts';
import { createHostGroup } from './host-group.ts';
import { installRuntimeWithMetrics } from './metrics-port.ts';
import { runWorkers } from './run-workers.ts';
import { runRoot } from './start-root.ts';

/** Workflow worker and this machine's host worker in one process: the usual form on one machine. */
await runRoot('workers', async ({ configuration, logger }) => {
  const temporalMetrics = await installRuntimeWithMetrics(logger);
  const groups = await Promise.all([
    createCentralGroup(configuration, logger),
    createHostGroup(configuration, logger),
  ]);
  await runWorkers('workers', groups, configuration, logger, temporalMetrics);
});
