import type { Engine } from '#adapters/docker/connection/engine.ts';
import type { Instance } from './ownership.ts';

/** What every operation needs: the engine, and on whose behalf it is asked. */
export interface DockerContext {
  readonly engine: Engine;
  readonly instance: Instance;
}
