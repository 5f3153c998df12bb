import type { Definition, SettingValue } from './definition.ts';
import type { Health } from './health.ts';
import type { HostId, ServiceId } from './ids.ts';
import type { DesiredState, ServiceStatus } from './lifecycle.ts';

/** An installed (or desired) instance of a definition. */
export interface Service {
  readonly id: ServiceId;
  /** As it was when installed; a newer catalog changes nothing until an update. */
  readonly definition: Definition;
  readonly host: HostId;
  /** Why it is there and not elsewhere, in sentences; absent where nothing was to choose. */
  readonly placement?: readonly string[];
  readonly desired: DesiredState;
  readonly status: ServiceStatus;
  readonly health: Health;
  /** RFC 3339 time of the last change of status. */
  readonly since: string;
  /** Plain settings; secret ones live in the secret store. */
  readonly settings: Settings;
  /** Secret settings on their way from the API to the activity that stores them: JWE by setting name. */
  readonly sealed: Readonly<Record<string, string>>;
  readonly ports: readonly PublishedPort[];
  /** Hash by link id of the links that were applied. */
  readonly links: Readonly<Record<string, string>>;
  /** `request`: a person asked for it. `dependency`: it is here because another service requires it. */
  readonly origin: 'request' | 'dependency';
  readonly revision: number;
  /** While a change is under way: what the row said before it. */
  readonly previous?: BeforeChange;
  /** Whose stop took this one along; a start of that one brings it back. */
  readonly stoppedWith?: ServiceId;
  /** The run that last wrote the row, if one is or was at work. */
  readonly run?: RunReference;
}

export interface BeforeChange extends Pick<Service, 'settings' | 'definition'> {
  /** Absent in what an older release wrote, whose changes left the ports as they were. */
  readonly ports?: Service['ports'];
  /** What the change no longer publishes: kept until it has proved itself, since the old may have to be put back. */
  readonly leaving?: Service['ports'];
  /** Whose claim it is and since when, until a run has begun. No id: it joined one that was left behind. */
  readonly claim?: { readonly id?: string; readonly time: string };
}

export type Settings = Readonly<Record<string, SettingValue>>;

export interface PublishedPort {
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
  /** Port on the host, claimed by a unique row. */
  readonly host: number;
}

export interface RunReference {
  readonly workflowId: string;
  readonly runId: string;
}

/** `consumer` requires `provider` for `capability`. */
export interface RequiresEdge {
  readonly consumer: ServiceId;
  readonly provider: ServiceId;
  readonly capability: string;
  readonly optional: boolean;
  readonly via: 'network' | 'namespace';
}

/** A row that is wanted: what a request asks for, or what a preview pretends. */
export interface ServiceDraft {
  readonly id: ServiceId;
  readonly definition: Definition;
  readonly host: HostId;
  readonly placement?: readonly string[];
  readonly settings: Settings;
  readonly sealed: Readonly<Record<string, string>>;
  /** Host ports; each is claimed as it is, or the claim fails. */
  readonly ports: Service['ports'];
  readonly origin: Service['origin'];
}
