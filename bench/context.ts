import type { ComposeProgram } from '#test/support/compose/program.ts';
import type { Cleanup } from './support/cleanup.ts';
import type { BenchInstance } from './support/instance.ts';

/** What every measurement works with. */
export interface BenchContext {
  readonly instance: BenchInstance;
  readonly compose: ComposeProgram;
  readonly cleanup: Cleanup;
  readonly runs: number;
  /** Of what life brings: how often each of it is tried. */
  readonly samples: number;
  readonly say: (line: string) => void;
}
