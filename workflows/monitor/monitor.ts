import { ActivityFailure, condition, isCancellation, patched, workflowInfo } from '@temporalio/workflow';
import type { MonitorMove } from '#activities/central/contract.ts';
import type { Observation } from '#contracts/messages.ts';
import type { BusyAnswer } from '#domain/busy.ts';
import type { HostId, ServiceId } from '#domain/ids.ts';
import type { Outcome } from '#domain/recovery/outcomes.ts';
import { waiting as longWaits } from '../activity-proxies.ts';
import { askBusy } from './ask-busy.ts';
import { type Attempt, attemptRecovery } from './attempt.ts';
import { type Answer, createInquiry, type Told } from './inquiry.ts';
import { unless } from './interruptible.ts';
import { createMailbox } from './mailbox.ts';

/** A long history is costly to replay after a restart (2,500 to 3,800 events a second), so generations are short. */
const longestHistory = 400;
/** A row that stays owned without an open run was left behind; the sweeper settles it within two or three of these. */
const lostOwnerPause = '15s';
/** Runs from before slept through it, whatever was said meanwhile. */
const hearsAside = 'monitor-hears-while-aside';
/** Pause after the control plane could not answer for hours, or not at all. */
const faultMilliseconds = 60_000;
const shortestMilliseconds = 100;
/** Runs from before went on at once with the next word, and what had failed was forgotten: their histories have no pause there. */
const tellsAgain = 'monitor-tells-again';

export interface MonitorInput extends Told {
  readonly service: ServiceId;
  /** Absent in runs of the first release: their first generation begins by waiting for a word, all others by looking. */
  readonly host?: HostId;
  /** Words that the generation before could not tell any more. */
  readonly waiting?: readonly Observation[];
  /** The generation before had to leave while an attempt was under way. */
  readonly attempting?: boolean;
}

/** One generation of a service's monitor. It decides nothing: every move is an activity's answer. */
export function createMonitor({ service, host, waiting = [], attempting, ...told }: MonitorInput) {
  const mailbox = createMailbox(waiting);
  const inquiry = createInquiry(service, told);
  let stopped = false;
  let anew = host !== undefined || told.alerts !== undefined;
  let unseen = attempting === true;
  let move: MonitorMove = { do: unseen ? 'stand-aside' : 'rest' };
  let timesAside = 0;

  const isOver = () => stopped || workflowInfo().historyLength >= longestHistory;
  const hasNews = () => isOver() || anew || !mailbox.isEmpty();
  const take = ({ move: next }: Answer): void => {
    move = next;
    timesAside = next.do === 'stand-aside' ? timesAside + 1 : 0;
  };
  const report = async (word: Observation): Promise<void> => {
    const answer = await inquiry.report(word);
    if (answer.untold) mailbox.putBack(word);
    take(answer);
  };
  const review = async (ended?: Outcome, busy?: BusyAnswer): Promise<void> => {
    anew = false;
    take(await inquiry.review(ended, busy));
  };
  const standAside = async (): Promise<void> => {
    if (timesAside > 1) await pauseForLostOwner(isOver, () => anew || mailbox.hasHeard());
    if (!isOver()) await unless(isOver, () => longWaits.awaitService(service));
    if (isOver()) return;
    move = { do: 'rest' };
    mailbox.keepNewest();
    const wasUnseen = unseen;
    unseen = false;
    if (wasUnseen) await review({ type: 'unseen' });
    else anew = mailbox.isEmpty();
  };
  const attempt = async (wanted: Attempt): Promise<void> => {
    const outcome = await unless(isOver, () => attemptRecovery(service, wanted));
    if (outcome === undefined) unseen = true;
    else if (outcome.type === 'busy') move = { do: 'stand-aside' };
    else await review(outcome);
  };
  const act = async (): Promise<void> => {
    if (move.do === 'stand-aside') return standAside();
    if (inquiry.owes()) return review();
    if (move.do === 'attempt') return attempt(move);
    if (move.do === 'ask') return review(undefined, await askBusy(service, move));
    const word = mailbox.take();
    if (word !== undefined) return report(word);
    if (anew) return review();
    if (!(await newsComes(move, hasNews))) await review();
  };
  const pauseAfterFault = async (): Promise<void> => {
    mailbox.giveBack(inquiry.takeUnheard());
    anew = true;
    if (move.do !== 'stand-aside') move = { do: 'rest' };
    await condition(isOver, faultMilliseconds);
  };
  const goOn = async (): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!isFault(error)) throw error;
      if (patched(tellsAgain)) return pauseAfterFault();
      move = { do: 'wait', until: new Date(Date.now() + faultMilliseconds).toISOString() };
    }
  };
  return {
    hear: mailbox.put,
    lookAnew: (): void => {
      anew = true;
    },
    stop: (): void => {
      stopped = true;
    },
    isStopped: () => stopped,
    isOver,
    goOn,
    state: (): MonitorInput => ({
      service,
      waiting: mailbox.words(),
      ...inquiry.told(),
      ...(host === undefined ? {} : { host }),
      ...(unseen ? { attempting: true } : {}),
    }),
  };
}

/** Two operations that follow each other look like an owner that is lost; what is said then is heard at once. */
async function pauseForLostOwner(isOver: () => boolean, hasNews: () => boolean): Promise<void> {
  const hears = patched(hearsAside);
  await condition(() => isOver() || (hears && hasNews()), lostOwnerPause);
}

/** False when the time that recovery waits for has come first. */
async function newsComes(move: MonitorMove, hasNews: () => boolean): Promise<boolean> {
  if (move.do === 'wait') return condition(hasNews, millisecondsTo(move.until));
  await condition(hasNews);
  return true;
}

function millisecondsTo(until: string): number {
  return Math.max(Date.parse(until) - Date.now(), shortestMilliseconds);
}

/** A monitor must not end with an activity that failed: nobody would recover the service. */
function isFault(error: unknown): boolean {
  return error instanceof ActivityFailure && !isCancellation(error);
}
