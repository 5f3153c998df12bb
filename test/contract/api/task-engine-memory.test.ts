import { createMemoryTaskEngine } from '#test/support/memory/index.ts';
import { taskEngineContract } from './task-engine-suite.ts';

taskEngineContract('memory', async () => ({
  engine: createMemoryTaskEngine(),
  close: async () => undefined,
}));
