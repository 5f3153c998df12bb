import type { HostId } from '#domain/ids.ts';
import type { HostMonitors } from '#ports/monitor-control.ts';
import type { MonitorCall } from '#schemas/gateway.ts';
import { byOurClock } from './clock.ts';
import type { Scope } from './scope.ts';

/** What a host's watcher tells: of its own services, and of itself. */
export async function callMonitors(
  monitors: HostMonitors,
  scope: Scope,
  host: HostId,
  call: MonitorCall,
): Promise<object> {
  switch (call.method) {
    case 'observe':
      await scope.own(call.service);
      return { told: await monitors.observe(call.service, timed(call.observation, call.sent)) };
    case 'ensureHost':
      return { outcome: await monitors.ensureHost(host) };
    case 'reportHost':
      return { told: await monitors.reportHost(host, timed(call.report, call.sent)) };
  }
}

function timed<Word extends { readonly at: string }>(word: Word, sent: string): Word {
  return { ...word, at: byOurClock(word.at, sent) };
}
