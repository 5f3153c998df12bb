/** Every export is a workflow type; see src/contracts/operations.ts for who starts which. */
export { batch } from './batch.ts';
export { deliverAlert } from './deliver-alert.ts';
export { hostSupervision } from './host-supervision.ts';
export { installService } from './install-service.ts';
export { preview } from './preview.ts';
export { reconfigureService } from './reconfigure-service.ts';
export { recoverService } from './recover-service.ts';
export { restartService } from './restart-service.ts';
export { serviceMonitor } from './service-monitor.ts';
export { startService } from './start-service.ts';
export { stopService } from './stop-service.ts';
export { uninstallService } from './uninstall-service.ts';
export { updateService } from './update-service.ts';
