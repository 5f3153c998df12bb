import type { HostId } from '#domain/ids.ts';
import type { Logger } from '#platform/logger.ts';
import type { EventFeed } from './events/feed.ts';
import type { Ports } from './ports.ts';

/** What handlers and resolvers are given. */
export interface ApiContext {
  readonly ports: Ports;
  readonly feed: EventFeed;
  readonly instance: InstanceFacts;
  readonly logger: Logger;
}

/** Who this Showrunner is. */
export interface InstanceFacts {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** The control plane’s own. */
  readonly host: HostId;
  /** `source` of its CloudEvents. */
  readonly source: string;
}

/** Who asks, and what ties the request to its last event. */
export interface Caller {
  /** Such as `token:admin`. */
  readonly principal: string;
  readonly correlationId: string;
}
