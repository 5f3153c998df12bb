import { createMemoryEventLog } from '#test/support/memory/index.ts';
import { eventLogContract } from './suite.ts';

eventLogContract('memory', async (retention) => {
  const log = createMemoryEventLog(retention);
  return { log, reopen: async () => log, close: async () => undefined };
});
