export { byHand } from './by-hand.ts';
export { FakeEngine, type FakeEngineOptions, type FakeOffer } from './engine.ts';
export { createFakeProber, type FakeProber } from './prober.ts';
export type { FakeExecution, FakeProgram } from './program.ts';
export { createFakeContainerRuntime, type FakeContainerRuntime, type FakeRuntimeOptions } from './runtime.ts';
export type { RuntimeCall, RuntimeMethod } from './script.ts';
export type { FakeContainer, FakeNetwork, FakeVolume } from './things.ts';
export type { FakeUsage } from './usage.ts';
