import type { HostId } from './ids.ts';

/** A Docker engine with a host worker: the control plane's own, or one that has joined. */
export interface Host {
  readonly id: HostId;
  readonly kind: 'local' | 'joined';
  /** The IPv4 address at which other hosts reach what services publish here. */
  readonly address: string;
  /** What a person says of it, such as `disk: large`; placement goes by them. */
  readonly labels: Labels;
  /** `draining`: what is there stays, and nothing new is placed there. */
  readonly scheduling: 'open' | 'draining';
  /** As its worker told when it began; absent until then. */
  readonly capacity?: HostCapacity;
  /** RFC 3339 time at which it became a host. */
  readonly since: string;
  /** Of a joined one: the only certificate with which its worker is let in. */
  readonly certificate?: HostCertificate;
  /** As its supervision last told; absent before the first word. */
  readonly reach?: HostReach;
}

export type Labels = Readonly<Record<string, string>>;

export interface HostCapacity {
  readonly memoryBytes: number;
  readonly processors: number;
}

export interface HostCertificate {
  /** SHA-256 of the certificate's DER form, in lower-case hexadecimal digits. */
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly expires: string;
}

export interface HostReach {
  readonly reachable: boolean;
  /** RFC 3339. */
  readonly since: string;
  readonly cause: string;
}
