import type { ComponentName, ServiceId } from './ids.ts';

/** What exists on a host for one service, seen once. Never holds values of environment variables. */
export interface ObservedService {
  /** When it was seen, by the host's clock: RFC 3339. */
  readonly at?: string;
  readonly service: ServiceId;
  readonly containers: readonly ObservedContainer[];
  /** Services of the instance on this host whose containers all run. */
  readonly running: readonly ServiceId[];
  /** Engine names of this instance's networks and volumes that exist. */
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  /** Image references of the asked ones that the engine has, digest respected. */
  readonly images: readonly string[];
  /** Folders of the asked ones that exist. */
  readonly folders: readonly string[];
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';

export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  readonly service: ServiceId;
  readonly component: ComponentName;
  readonly state: ContainerState;
  /** Labels `showrunner.config-hash`, `.task`, `.revision`. */
  readonly configHash: string;
  readonly task: string;
  readonly revision: number;
  readonly exitCode?: number;
  readonly startedAt?: string;
  readonly restarts: number;
  /** Engine names of the networks that it is attached to. */
  readonly networks: readonly string[];
  /** By network, the names that it answers to there. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** The reference that it was made from. */
  readonly image?: string;
  /** For a namespace member: false when the gateway it was joined to is not the gateway that runs now. */
  readonly namespaceAlive: boolean;
}
