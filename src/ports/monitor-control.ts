import type { HostReport, Observation } from '#contracts/messages.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';

/** The long-running workflows that watch. Error of all: `temporal-unreachable`. */
export interface MonitorControl {
  /** Starts the service's monitor unless it runs. */
  ensureMonitor(service: ServiceId, host: HostId): Promise<'started' | 'present'>;
  /** Ends the monitor; one that does not run is success. */
  stopMonitor(service: ServiceId): Promise<'stopped' | 'absent'>;
  /** How many services' monitors run, of services in whatever state; what was just begun or ended may be missing in it. */
  countMonitors(): Promise<number>;
  /** Tells the monitor; false when there is none. A plain signal: what is watched by nobody starts nothing. */
  observe(service: ServiceId, observation: Observation): Promise<boolean>;
  /** Has the monitor look anew: something that it goes by has changed. False when there is none. */
  review(service: ServiceId): Promise<boolean>;
  /** Starts the host's supervision unless it runs. */
  ensureHost(host: HostId): Promise<'started' | 'present'>;
  /** Ends the supervision of a host that is gone; one that does not run is success. */
  stopHost(host: HostId): Promise<'stopped' | 'absent'>;
  reportHost(host: HostId, report: HostReport): Promise<boolean>;
}

/** What a host tells: of its services, and of itself. */
export type HostMonitors = Pick<MonitorControl, 'observe' | 'ensureHost' | 'reportHost'>;
