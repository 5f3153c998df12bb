import type { ComponentName, ServiceId } from './ids.ts';
import type { SecretText } from './secret.ts';

/** All that decides what a container is. Its hash is the label `showrunner.config-hash`. Never holds a secret's value. */
export interface ContainerSpec {
  /** The engine's name: `showrunner-<service>[-<component>]`. */
  readonly name: string;
  readonly service: ServiceId;
  readonly definition: string;
  readonly component: ComponentName;
  /** Reference that is pulled and run, mirror and overlay applied. */
  readonly image: string;
  readonly digest?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment: Readonly<Record<string, SecretText>>;
  readonly user?: string;
  readonly mounts: readonly ContainerMount[];
  readonly network: ContainerNetwork;
  readonly capabilities: readonly string[];
  readonly devices: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly init: boolean;
  readonly readOnly: boolean;
  readonly noNewPrivileges: boolean;
  readonly tmpfs: readonly string[];
  readonly shmBytes?: number;
  readonly memoryBytes?: number;
  readonly stopSignal?: string;
  readonly stopGraceSeconds: number;
}

export type ContainerMount =
  | { readonly type: 'folder'; readonly source: string; readonly path: string; readonly readOnly: boolean }
  | { readonly type: 'volume'; readonly source: string; readonly path: string; readonly readOnly: boolean };

export type ContainerNetwork =
  | {
      readonly mode: 'networks';
      /** Engine names with the aliases that this container answers to, own ones and its namespace members'. */
      readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
      readonly ports: readonly PublishedContainerPort[];
    }
  /** Stays symbolic in plans and hashes: the engine's id of the gateway is looked up when the container is made. */
  | { readonly mode: 'container'; readonly container: string };

export interface PublishedContainerPort {
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
  readonly host: number;
  readonly address: string;
}

/** What an undo or a replacement keeps of a container before it goes: enough to explain the failure afterwards. */
export interface Evidence {
  readonly container: string;
  readonly state: string;
  readonly exitCode?: number;
  readonly error?: string;
  readonly lastProbe?: string;
  /** The last 200 lines, secrets redacted. */
  readonly log: readonly string[];
}
