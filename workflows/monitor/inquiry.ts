import type { MonitorLook, MonitorMove, Verdict } from '#activities/central/contract.ts';
import type { Observation } from '#contracts/messages.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Outcome } from '#domain/recovery/outcomes.ts';
import { central } from '../activity-proxies.ts';
import { type ToldAlerts, tellAlerts } from './alerting.ts';
import { type ToldEngine, tellEngine } from './let-rest.ts';
import { wakeMonitors } from './wake.ts';

export interface Told {
  /** Counts looks over all generations, so that each event id is one of its kind. */
  readonly reports?: number;
  readonly alerts?: ToldAlerts;
  readonly engine?: ToldEngine;
}

export interface Answer {
  readonly move: MonitorMove;
  /** The word does not count yet. */
  readonly untold: boolean;
}

/** Asks the control plane what to do, and tells others what comes of it. */
export function createInquiry(service: ServiceId, { reports = 0, alerts = {}, engine }: Told) {
  let count = reports;
  let told = alerts;
  let toldEngine = engine;
  const look = (): MonitorLook => {
    count += 1;
    return { service, key: `report/${count}`, now: new Date().toISOString() };
  };
  const spread = async (verdict: Verdict): Promise<Answer> => {
    const { move, untold, wake, alerts: states } = verdict;
    told = await tellAlerts(service, states, told);
    await wakeMonitors(wake);
    toldEngine = await tellEngine(service, verdict, toldEngine);
    return { move, untold: untold === true };
  };
  return {
    report: async (observation: Observation): Promise<Answer> => {
      const verdict: Verdict | undefined = await central.reportHealth({ ...look(), observation });
      // Runs of the first release have reports on record that answered nothing.
      return verdict === undefined ? { move: { do: 'rest' }, untold: false } : spread(verdict);
    },
    review: async (tried?: Outcome): Promise<Answer> => {
      const request = tried === undefined ? look() : { ...look(), tried };
      if (tried !== undefined) toldEngine = undefined;
      return spread(await central.reviewRecovery(request));
    },
    told: (): Told => ({
      reports: count,
      alerts: told,
      ...(toldEngine === undefined ? {} : { engine: toldEngine }),
    }),
  };
}
