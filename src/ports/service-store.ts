import type { NewEvent } from '#contracts/events.ts';
import type { Definition } from '#domain/definition.ts';
import type { Health } from '#domain/health.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { DesiredState, ServiceStatus } from '#domain/lifecycle.ts';
import type { ReachRequest } from '#domain/reach.ts';
import type { RequiresEdge, RunReference, Service, ServiceDraft, Settings } from '#domain/service.ts';

export type { ServiceDraft };

/** Desired state and what is known of it. Each method is one transaction. Error of all: `database-unreachable`. */
export interface ServiceStore {
  /** Tombstones too. */
  get(id: ServiceId): Promise<Service | undefined>;
  /** Without tombstones, in order of ids. */
  list(filter?: ServiceFilter): Promise<readonly Service[]>;
  /** Edges from and to the service. */
  edges(id?: ServiceId): Promise<readonly RequiresEdge[]>;

  /**
   * Writes the desired rows of a whole closure, its `requires` edges and its host ports, or nothing. A tombstone is revived from
   * its draft. Rows that exist are joined, not changed; but requested ones become origin `request` and have the given
   * settings merged in. A repeat under the same claim id is success. Returns what the claim created.
   * Errors, with every fault: `service-leaving`, `port-taken`, `name-taken` (installed from another definition),
   * `service-busy` (settings for a service at which a run is at work), `not-found` (an edge to what is not there).
   */
  claimInstall(claim: InstallClaim): Promise<{ readonly created: readonly ServiceId[] }>;
  /**
   * Marks the service desired absent; one that no run has begun becomes a tombstone at once. A repeat is success.
   * Errors: `service-required` with the names of those that require it; `not-found`.
   */
  claimUninstall(id: ServiceId): Promise<Service>;
  /**
   * Takes back an install claim whose operation was not started. What another claim or a run relies on by now stays.
   * An unknown claim is success.
   */
  withdrawClaim(claim: string): Promise<void>;
  /**
   * Marks what a start or a stop makes of the service and of all that it takes along (see `reachOf`); a restart is only checked.
   * Errors: `not-found`, `illegal-transition`, `service-required`, `service-busy` (a run is at work on one of them), `service-leaving`.
   */
  claimOperation(request: ReachRequest): Promise<OperationClaim>;
  /**
   * Writes other settings or another definition for a service that is there; what it said before is kept in `previous` until the
   * operation has succeeded, and so are host ports that it no longer publishes. A repeat under the same id is success. `outdated`:
   * what it says is not what `seen` names any more. Errors: `not-found`, `illegal-transition`, `service-leaving`, `port-taken` with
   * the holder, `service-busy` (a run is at work, or another change was claimed in the last minute that no run has begun).
   */
  claimChange(claim: ChangeClaim): Promise<Service | 'outdated'>;
  /** Puts back what a change wrote, unless a run is at work; with `claim` only what that claim wrote, and no run has begun. */
  withdrawChange(id: ServiceId, claim?: string): Promise<void>;
  /** Takes back what a claim wanted: desired goes back to what it was, where no run has begun. */
  withdrawDesired(ids: readonly ServiceId[]): Promise<void>;
  /**
   * Withdraws the edges of a consumer that is not to be any more, and returns the providers that nothing requires now and
   * nobody asked for.
   */
  withdrawEdges(consumer: ServiceId): Promise<readonly ServiceId[]>;

  /**
   * Compare-and-set of status, health or desired state, with its event, in one transaction. A repeat by the same run and
   * key is success and returns the row as it is. The run owns the row until a change of its own has `release`.
   * Errors: `illegal-transition`; `service-busy` when another run owns the row; `service-leaving` for `installing` a service that
   * is desired absent; `service-required` for an uninstall that was not claimed while others require the service; `not-found`.
   */
  transition(change: Transition): Promise<Service>;
  /** Health as the monitor sees it, and running ⇄ degraded. Says whether it counted: an operation knows better until it has ended. */
  report(change: HealthReport): Promise<ReportOutcome>;
  /** Drops the sealed settings that are now in the secret store. */
  clearSealed(id: ServiceId, names: readonly string[]): Promise<void>;
  /** Rows in a transient state, with their runs: for the sweeper. */
  transient(): Promise<readonly Service[]>;
}

export interface ChangeClaim {
  /** Names the request: a repeat has the same one, and the claim is withdrawn by it. */
  readonly id: string;
  /** RFC 3339 time of the request. */
  readonly at: string;
  readonly operation: 'reconfigure' | 'update';
  readonly service: ServiceId;
  /** What the person looked at: its `serviceTag`. */
  readonly seen?: string;
  /** Merged in. */
  readonly settings?: Settings;
  readonly sealed?: Service['sealed'];
  readonly definition?: Definition;
  /** All host ports from now on; absent to leave them. Each new one is claimed as it is, or the claim fails. */
  readonly ports?: Service['ports'];
}

export interface OperationClaim {
  /** Those that the operation works on, by id. */
  readonly services: readonly Service[];
  /** Edges among what requires the asked service, for the order. */
  readonly edges: readonly RequiresEdge[];
}

export interface ServiceFilter {
  readonly status?: readonly ServiceStatus[];
  readonly health?: readonly Health[];
  readonly category?: string;
  readonly host?: HostId;
}

export interface InstallClaim {
  /** Names the request, such as its correlation id: a repeat has the same one, and the claim is withdrawn by it. */
  readonly id: string;
  readonly services: readonly ServiceDraft[];
  readonly edges: readonly RequiresEdge[];
}

export interface Transition {
  readonly service: ServiceId;
  readonly to: ServiceStatus;
  readonly desired?: DesiredState;
  readonly health?: Health;
  /** The row says again what it said before the change that was under way. */
  readonly revert?: true;
  /** Links that are applied now; absent to leave the record as it is. */
  readonly links?: Service['links'];
  /** Why, in words, for the event. */
  readonly cause: string;
  readonly run: RunReference;
  /** Set when the run ends with this transition. */
  readonly release: boolean;
  readonly event: Pick<NewEvent, 'id' | 'correlationId' | 'task' | 'time'>;
}

export interface HealthReport {
  readonly service: ServiceId;
  readonly health: Health;
  readonly cause: string;
  /** When it was seen; absent for what counts whenever it was. */
  readonly at?: string;
  readonly event: Pick<NewEvent, 'id' | 'correlationId' | 'time'>;
}

/**
 * `owned`: an operation is at work on the service; tell it again when that has ended. `outdated`: it was seen before the last
 * operation ended, which found what the row says. `absent`: there is no service to report on.
 */
export type ReportOutcome =
  | { readonly outcome: 'taken' | 'owned' | 'outdated'; readonly service: Service }
  | { readonly outcome: 'absent' };
