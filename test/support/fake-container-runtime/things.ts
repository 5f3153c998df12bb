import type { PublishedContainerPort } from '#domain/container.ts';
import type { ContainerState } from '#domain/observed.ts';
import type { ContainerDetail, ContainerRequest, FileRequest, LogLine } from '#ports/container-runtime.ts';

type Labels = Readonly<Record<string, string>>;

/** A container as the fake engine keeps it. Tests may read all of it. */
export interface FakeContainer {
  readonly id: string;
  /** Changed by a hand only. */
  name: string;
  readonly labels: Labels;
  /** Absent for what was made behind the runtimes' backs. */
  readonly request?: ContainerRequest;
  readonly ports: readonly PublishedContainerPort[];
  readonly namespaceOf?: string;
  readonly networks: Map<string, { readonly aliases: readonly string[]; readonly address: string }>;
  readonly files: Map<string, FileRequest>;
  readonly log: LogLine[];
  state: ContainerState;
  exitCode?: number;
  error?: string;
  oomKilled: boolean;
  startedAt?: string;
  health?: NonNullable<ContainerDetail['health']>;
  restarts: number;
  always: boolean;
}

export interface FakeNetwork {
  readonly labels: Labels;
  readonly internal: boolean;
  /** The first three parts of its /24's addresses. */
  readonly subnet: string;
}

export interface FakeVolume {
  readonly labels: Labels;
}

export interface FakeImage {
  readonly digest?: string;
}
