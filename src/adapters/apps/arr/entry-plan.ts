import type { Companion } from '../companion.ts';
import type { Values } from '../comparison.ts';
import type { KeptSecret } from '../credentials.ts';
import type { ArrClient } from './client.ts';
import type { EntryResource } from './entries.ts';

/** What one kind of link is, as an entry of a provider resource. */
export interface EntryPlan {
  readonly resource: EntryResource;
  readonly implementation: string;
  /** What a person calls such an entry: `download client`. */
  readonly noun: string;
  /** Name that it gets; taken by something else, it gets "(Showrunner)" behind it. */
  readonly name: string;
  /** Fields that say where it points. */
  readonly target: readonly string[];
  /** Further fields that decide who gets the secrets: changed by a person, the secrets are no longer sent there. */
  readonly login: readonly string[];
  holder(): Promise<ArrClient>;
  desired(holder: ArrClient): Promise<DesiredEntry>;
}

export interface DesiredEntry {
  /** Settings and fields; those that the found version does not have are left out. */
  readonly values: Values;
  readonly secrets: Readonly<Record<string, KeptSecret>>;
  readonly companions: readonly Companion[];
  /** What must follow a write before the link works. */
  readonly afterWrite?: () => Promise<void>;
}
