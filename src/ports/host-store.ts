import type { NewEvent } from '#contracts/events.ts';
import type { Host, HostCapacity, HostCertificate, Labels } from '#domain/host.ts';
import type { LabelChanges } from '#domain/host-labels.ts';
import type { HostId } from '#domain/ids.ts';

/**
 * The hosts, and the invitations to become one. Each method is one transaction, with the event of what it changed; `correlationId`
 * ties the event to a request. Error of all: `database-unreachable`.
 */
export interface HostStore {
  /** In order of ids. */
  list(): Promise<readonly Host[]>;
  get(id: HostId): Promise<Host | undefined>;
  /**
   * Writes the control plane's own host unless it is there; what a person said of it stays, and the newest address holds. Error:
   * `name-taken` where a host of this name has joined.
   */
  ensureLocal(id: HostId, address: string): Promise<Host>;
  /**
   * A newer invitation takes the place of an older one. Errors: `name-taken` where the host is there already; for one that is
   * `again`, `not-found` where it is not, and `host-local` for the control plane's own.
   */
  invite(invitation: HostInvitation): Promise<void>;
  /** The host that may join with the token, or has joined with it; undefined for a token that is unknown or expired. */
  invited(tokenHash: string): Promise<HostId | undefined>;
  /**
   * Takes an invitation and writes its host, or in the row of the one that is invited again its certificate and address: what was in
   * force is so no more, and all else stays. A repeat with the same token and fingerprint is success and returns the host: the first
   * answer may have been lost. Error: `join-refused` for a token that is unknown, spent or expired.
   */
  join(request: HostJoin): Promise<Host>;
  /** Another certificate in the place of `previous`; a repeat is success. Error: `join-refused` when `previous` is not in force. */
  renewCertificate(id: HostId, previous: string, next: HostCertificate): Promise<Host>;
  /** Error: `not-found`. */
  setCapacity(id: HostId, capacity: HostCapacity): Promise<Host>;
  /** Error: `not-found`. */
  setScheduling(id: HostId, scheduling: Host['scheduling'], correlationId?: string): Promise<Host>;
  /** Merged into those that are there; null takes a label away. Errors: `not-found`; `invalid-input` when they become too many. */
  changeLabels(id: HostId, changes: LabelChanges): Promise<Host>;
  /** What its supervision tells of it. Of a host that is not there the event is written all the same. */
  report(report: HostReachReport): Promise<void>;
  /**
   * The host and its invitation are gone, and so is its certificate's force. A repeat is success, and says `absent`. Errors:
   * `host-in-use` with the services that are there; `host-local` for the control plane's own.
   */
  remove(id: HostId, correlationId?: string): Promise<'removed' | 'absent'>;
}

export interface HostReachReport {
  readonly host: HostId;
  readonly reachable: boolean;
  readonly cause: string;
  readonly event: Pick<NewEvent, 'id' | 'correlationId' | 'time'>;
}

export interface HostInvitation {
  readonly host: HostId;
  /** SHA-256 of the token, in lower-case hexadecimal digits: the token itself is kept nowhere. */
  readonly tokenHash: string;
  /** RFC 3339. */
  readonly expires: string;
  readonly labels: Labels;
  /** For a host that has joined and has lost its way in: its services are there still. */
  readonly again?: boolean;
}

export interface HostJoin {
  readonly tokenHash: string;
  readonly certificate: HostCertificate;
  readonly address: string;
}
