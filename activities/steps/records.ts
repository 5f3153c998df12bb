import { parseTaskId } from '#contracts/ids.ts';
import type { MonitorControl } from '#ports/monitor-control.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import { result, type StepExecutor } from './executor.ts';

/** Effect: the row says what the plan has reached, with its event, and no run owns it any more. */
export function saveService(services: ServiceStore): StepExecutor<'saveService'> {
  return async ({ service, status, desired, links }, { task, origin }) => {
    const run = parseTaskId(task);
    const row = await services.transition({
      service,
      to: status,
      desired,
      links,
      health: status === 'running' ? 'healthy' : 'unknown',
      cause: status === 'running' ? 'its operation succeeded' : 'it was uninstalled',
      run,
      release: true,
      event: {
        id: `${run.runId}/saveService`,
        correlationId: origin.correlationId,
        task,
        time: new Date().toISOString(),
      },
    });
    await services.clearSealed(service, Object.keys(row.sealed));
    return result('done', `${service} is ${status}`, false);
  };
}

/** Effect: the service's monitor runs. */
export function startMonitor(monitors: MonitorControl): StepExecutor<'startMonitor'> {
  return async ({ service }, { host, attempt }) => {
    const outcome = await monitors.ensureMonitor(service, host);
    return outcome === 'started'
      ? result('done', 'started')
      : // One that a second try finds may be the first try's; one that was there all along is brought back by the sweeper.
        result('adopted', 'it runs already', attempt > 1);
  };
}

/** Effect: the service's monitor does not run. */
export function stopMonitor(monitors: MonitorControl): StepExecutor<'stopMonitor'> {
  return async ({ service }) => {
    const outcome = await monitors.stopMonitor(service);
    return outcome === 'stopped'
      ? result('done', 'stopped', false)
      : result('adopted', 'it does not run', false);
  };
}
