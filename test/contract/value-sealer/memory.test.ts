import { createMemorySealer } from '#test/support/memory/index.ts';
import { valueSealerContract } from './suite.ts';

valueSealerContract('memory', async () => {
  const both = createMemorySealer();
  return { sealer: both, opener: both, close: async () => undefined };
});
