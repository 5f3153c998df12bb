import type { OperationNotice } from '#contracts/messages.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';

/** The long-running workflows that watch. Error of all: `temporal-unreachable`. */
export interface MonitorControl {
  /** Starts the service's monitor unless it runs. */
  ensureMonitor(service: ServiceId, host: HostId): Promise<'started' | 'present'>;
  /** Ends the monitor; one that does not run is success. */
  stopMonitor(service: ServiceId): Promise<'stopped' | 'absent'>;
  /** Tells the monitor, if there is one, that an operation began or ended. */
  notify(service: ServiceId, notice: OperationNotice): Promise<void>;
  /** Starts the host's supervision unless it runs. */
  ensureHost(host: HostId): Promise<'started' | 'present'>;
}
