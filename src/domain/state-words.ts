import type { Health } from './health.ts';
import type { ServiceStatus } from './lifecycle.ts';

/** How a service is, as the end of a sentence that begins with its name: `is running and healthy`. */
export function stateWords(status: ServiceStatus, health: Health): string {
  if (status === 'running') return runningWords[health];
  if (status === 'degraded' && health === 'unhealthy') return 'is running, but unhealthy';
  return statusWords[status];
}

const runningWords: Readonly<Record<Health, string>> = {
  healthy: 'is running and healthy',
  unhealthy: 'is running, but unhealthy',
  starting: 'is running and not yet ready',
  unknown: 'is running, as far as is known; its health is unknown',
};

const statusWords: Readonly<Record<Exclude<ServiceStatus, 'running'>, string>> = {
  absent: 'is not there yet',
  installing: 'is being installed',
  degraded: 'is running, but not as it should',
  stopped: 'is stopped',
  starting: 'is being started',
  stopping: 'is being stopped',
  updating: 'is being changed',
  recovering: 'is being recovered',
  uninstalling: 'is being uninstalled',
  failed: 'has failed',
};
