import type { AlertState } from '#activities/central/contract.ts';
import type { ServiceId } from '#domain/ids.ts';
import { central } from '../activity-proxies.ts';

/** What was told of each alert last. */
export type ToldAlerts = { readonly [Alert in AlertState['alert']]?: AlertState['state'] };

/** Tells alerts whose state is another than was told. A monitor that begins anew tells all of them, which changes nothing. */
export async function tellAlerts(
  service: ServiceId,
  states: readonly AlertState[],
  told: ToldAlerts,
): Promise<ToldAlerts> {
  let now = told;
  for (const { alert, state, summary, description } of states) {
    if (now[alert] === state) continue;
    if (state === 'raised') await central.raiseAlert({ service, alert, summary, description });
    else await central.resolveAlert({ service, alert });
    now = { ...now, [alert]: state };
  }
  return now;
}
