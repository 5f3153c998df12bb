/** Every export is a workflow type; see src/contracts/operations.ts for who starts which. */
export { batch } from './batch.ts';
export { hostSupervision } from './host-supervision.ts';
export { installService } from './install-service.ts';
export { preview } from './preview.ts';
export { serviceMonitor } from './service-monitor.ts';
export { uninstallService } from './uninstall-service.ts';
