import type { ServiceId } from '../ids.ts';
import type { ServiceOperation } from '../operation.ts';
import type { Step } from './steps.ts';

/** Ordered work for one service, computed before it is done. Workflows only interpret it. */
export interface Plan {
  /** Raised when executors would read an old plan wrongly. */
  readonly format: 1;
  readonly operation: ServiceOperation;
  readonly service: ServiceId;
  /** Covers step types, targets, images and settings; not secret versions. See plan/hash.ts. */
  readonly hash: string;
  readonly steps: readonly Step[];
  /** Facts that a person should know, such as "redis: stack requirement; nothing uses it yet". */
  readonly notes: readonly string[];
}
