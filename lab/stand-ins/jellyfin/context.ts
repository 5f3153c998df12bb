import type { JsonObject } from '../shared/json.ts';
import type { State } from '../shared/state.ts';
import type { JellyfinState } from './state.ts';

export const version = '10.11.11';

export interface JellyfinContext {
  readonly state: State<JellyfinState>;
  /** The server's configuration: the defaults, with what was posted over them. */
  configuration(): JsonObject;
  /** False for a moment after a start, when the database is still being migrated. */
  isReady(): boolean;
}
