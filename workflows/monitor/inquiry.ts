import type { MonitorLook, MonitorMove, Verdict } from '#activities/central/contract.ts';
import type { Observation } from '#contracts/messages.ts';
import type { BusyAnswer } from '#domain/busy.ts';
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
  /** How an attempt ended, when the control plane did not answer to that. */
  readonly tried?: Outcome;
}

export interface Answer {
  readonly move: MonitorMove;
  /** The word does not count yet. */
  readonly untold: boolean;
}

const nothing = { words: [] } as const;

/** Asks the control plane what to do, and tells others what comes of it. */
export function createInquiry(service: ServiceId, { reports = 0, alerts = {}, engine, tried: owed }: Told) {
  let count = reports;
  let told = alerts;
  let toldEngine = engine;
  let owes = owed;
  /** What the control plane was told last, until it answers. */
  let unheard: { readonly words: readonly Observation[]; readonly tried?: Outcome } = nothing;
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
      unheard = { words: [observation] };
      const verdict: Verdict | undefined = await central.reportHealth({ ...look(), observation });
      unheard = nothing;
      // Runs of the first release have reports on record that answered nothing.
      return verdict === undefined ? { move: { do: 'rest' }, untold: false } : spread(verdict);
    },
    /** Without an end it tells the one that is owed, if there is one. */
    review: async (ended = owes, busy?: BusyAnswer): Promise<Answer> => {
      const asked = busy === undefined ? look() : { ...look(), busy };
      const request = ended === undefined ? asked : { ...asked, tried: ended };
      if (ended !== undefined) {
        toldEngine = undefined;
        unheard = { words: [], tried: ended };
      }
      owes = undefined;
      const verdict = await central.reviewRecovery(request);
      unheard = nothing;
      return spread(verdict);
    },
    owes: () => owes !== undefined,
    /** After a fault: words that nobody heard. The end of an attempt is owed from then on, the newest one. */
    takeUnheard: (): readonly Observation[] => {
      const { words, tried = owes } = unheard;
      owes = tried;
      unheard = nothing;
      return words;
    },
    told: (): Told => ({
      reports: count,
      alerts: told,
      ...(toldEngine === undefined ? {} : { engine: toldEngine }),
      ...(owes === undefined ? {} : { tried: owes }),
    }),
  };
}
