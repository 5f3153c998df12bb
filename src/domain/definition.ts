import type { BusyDefinition } from './busy.ts';
import type { HealthDefinition } from './health.ts';
import type { ComponentName, DefinitionId } from './ids.ts';
import type { LinkDefinition } from './link.ts';
import type { SecretGenerator } from './secret.ts';

/** What a definition provides and others require. The set is open, so that a catalog entry can add one. */
export type Capability = string;

/** A catalog entry, as read from one Compose file with an `x-showrunner` block. */
export interface Definition {
  readonly id: DefinitionId;
  readonly title: string;
  readonly category: string;
  readonly description: string;
  readonly website: string;
  /** The program's version that the images hold. */
  readonly version: string;
  readonly provides: readonly Capability[];
  readonly requires: readonly Requirement[];
  readonly settings: Readonly<Record<string, SettingDefinition>>;
  readonly secrets: Readonly<Record<string, SecretDefinition>>;
  /** The main component, which has the definition's name, and then the others in order of their names. */
  readonly components: readonly ComponentDefinition[];
  /** Every network that a component names. Definitions share networks by name and agree on what they are. */
  readonly networks: Readonly<Record<string, NetworkDefinition>>;
  readonly volumes: Readonly<Record<string, VolumeDefinition>>;
  readonly files: readonly FileDefinition[];
  readonly health: HealthDefinition;
  readonly busy?: BusyDefinition;
  readonly links: readonly LinkDefinition[];
  readonly web?: WebDefinition;
  readonly metrics?: MetricsDefinition;
  readonly login?: LoginDefinition;
}

export interface Requirement {
  readonly capability: Capability;
  /** The definition that is installed when nothing provides the capability yet. */
  readonly default: DefinitionId;
  /** Optional ones are linked when present and never installed on their own. */
  readonly optional: boolean;
  /** `namespace`: the required service's network namespace is shared (a VPN gateway's members). */
  readonly via: 'network' | 'namespace';
  /** Why, in words for the plan. */
  readonly reason: string;
}

export interface SettingDefinition {
  readonly title: string;
  readonly description: string;
  readonly type: 'text' | 'number' | 'boolean' | 'choice';
  readonly choices?: readonly string[];
  /** Regular expression for the whole value, without anchors. */
  readonly pattern?: string;
  readonly required: boolean;
  readonly default?: SettingValue;
  /** A secret setting is sealed by the API at once and kept in the secret store under the setting's name. */
  readonly secret: boolean;
  /** The setting matters only when another setting has this value. */
  readonly when?: { readonly setting: string; readonly equals: SettingValue };
}

export type SettingValue = string | number | boolean;

export interface SecretDefinition {
  readonly title: string;
  readonly generator: SecretGenerator;
}

/** One container. Texts may hold `${VARIABLE}` and `${VARIABLE:-fallback}`; see plan/variables.ts. */
export interface ComponentDefinition {
  readonly name: ComponentName;
  /** What the catalog's file names; `image` differs from it under a mirror or an overlay. */
  readonly vendorImage: string;
  readonly image: string;
  readonly digest?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Numeric `uid:gid`, possibly with variables; absent where the image drops its privileges itself. */
  readonly user?: string;
  readonly mounts: readonly MountDefinition[];
  readonly networks: readonly string[];
  /** Joins the network namespace of the provider of this capability. */
  readonly namespaceOf?: Capability;
  /** Container ports that people reach from outside. */
  readonly ports: readonly PortDefinition[];
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
  /** Time between the stop signal and the kill, in seconds. */
  readonly stopGraceSeconds: number;
}

export interface NetworkDefinition {
  /** Without a way out of the machine. */
  readonly internal: boolean;
}

export interface MountDefinition {
  readonly volume: string;
  readonly path: string;
  /** Below the volume's root. */
  readonly subpath: string;
  readonly readOnly: boolean;
}

export interface PortDefinition {
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
}

/**
 * `config`: a folder of the service under `paths.config`. `cache`: an engine volume that may be lost. `state`: an engine
 * volume with data of its own. `media`, `downloads`, `data`: folders under `paths.data`, never removed.
 */
export type VolumeRole = 'config' | 'cache' | 'state' | 'media' | 'downloads' | 'data';

export interface VolumeDefinition {
  readonly role: VolumeRole;
  /** Folders below it that must exist before the start, such as `tv`. */
  readonly folders: readonly string[];
}

/** A file put into a new container's volume before its first start, only where none is there yet. */
export interface FileDefinition {
  readonly component: ComponentName;
  readonly path: string;
  /** Text with `${VARIABLE}` and `${SECRET_X|encoding}` places; see SecretEncoding. */
  readonly content: string;
  readonly mode: number;
}

export interface WebDefinition {
  readonly component: ComponentName;
  readonly port: number;
  readonly path: string;
}

/** Where Prometheus finds its metrics, which it serves to anybody who reaches the port. */
export interface MetricsDefinition {
  readonly component: ComponentName;
  readonly port: number;
  readonly path: string;
}

/** What `showrunner credentials` shows: a user's name and the secret that is the password or the key. */
export interface LoginDefinition {
  readonly user?: string;
  readonly password?: string;
  readonly apiKey?: string;
}
