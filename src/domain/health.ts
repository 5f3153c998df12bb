import type { ComponentName } from './ids.ts';

/** What the last probes say of a service. */
export type Health = 'healthy' | 'unhealthy' | 'starting' | 'unknown';
export const healthValues = [
  'healthy',
  'unhealthy',
  'starting',
  'unknown',
] as const satisfies readonly Health[];

/** One way to ask a component how it is. Ports are the container's own. */
export type Probe =
  | {
      readonly type: 'http';
      readonly component: ComponentName;
      readonly port: number;
      readonly path: string;
      /** Any of these means yes. */
      readonly status: readonly number[];
      /** The body must equal this, white space at its ends aside. */
      readonly body?: string;
    }
  | { readonly type: 'tcp'; readonly component: ComponentName; readonly port: number }
  | { readonly type: 'exec'; readonly component: ComponentName; readonly command: readonly string[] }
  /** The image's own HEALTHCHECK, as the engine reports it. */
  | { readonly type: 'engine'; readonly component: ComponentName };

export interface HealthDefinition {
  readonly readiness: Probe;
  /** Time that a start may take before it counts as failed, in seconds. */
  readonly startSeconds: number;
  /** Pause between probes once healthy, in seconds. */
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row before a healthy service counts as unhealthy. */
  readonly retries: number;
}

/** What one probe saw. `detail` is short and free of secrets. */
export interface ProbeResult {
  readonly ok: boolean;
  readonly detail: string;
}
