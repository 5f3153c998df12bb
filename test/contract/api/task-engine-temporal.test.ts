import { createTemporalClient } from '#adapters/temporal/connection.ts';
import { ensureNamespace } from '#adapters/temporal/namespace.ts';
import { createTaskEngine } from '#adapters/temporal/task-engine.ts';
import { startTestTemporal } from '#test/support/temporal/server.ts';
import { taskEngineContract } from './task-engine-suite.ts';

taskEngineContract('temporal', async () => {
  const server = await startTestTemporal();
  const client = createTemporalClient({ address: server.address, namespace: 'showrunner' }, 'test');
  await ensureNamespace(client);
  return {
    engine: createTaskEngine(client),
    close: async () => {
      await client.close();
      await server.stop();
    },
  };
});
