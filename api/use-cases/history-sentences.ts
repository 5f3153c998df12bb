import type { z } from 'zod';
import type { EventData, LoggedEvent, ServiceChange } from '#contracts/events.ts';
import { parseTaskId } from '#contracts/ids.ts';
import type { Operation } from '#contracts/operations.ts';
import type { TaskStatus } from '#contracts/task.ts';
import { isDomainError } from '#domain/errors.ts';
import type { RecoveryNote, RecoveryPhase } from '#domain/recovery/recovery.ts';
import { isWell } from '#domain/root-cause.ts';
import { stateWords } from '#domain/state-words.ts';
import type { serviceHistorySchema } from '#schemas/api/history.ts';
import type { Answerable } from '#schemas/api/wire.ts';

export type ServiceHistory = Answerable<z.output<typeof serviceHistorySchema>>;
export type HistoryEntry = ServiceHistory['entries'][number];

/**
 * Tells a service's events, oldest first, in sentences; one builds on those before: a reason that was given last is not given
 * again for what followed from it. Events of other kinds are left out.
 */
export function createNarrator(): (event: LoggedEvent) => HistoryEntry | undefined {
  const memory: Memory = { operations: new Map() };
  const toSentence = createSentences();
  return (event) => {
    const told = tell(event, memory);
    if (told === undefined) return undefined;
    const { time, task } = event;
    const entry = { time, kind: told.kind, sentence: toSentence(told), count: 1 };
    return task === undefined ? entry : { ...entry, task };
  };
}

interface Memory {
  before?: ServiceChange;
  readonly operations: Map<string, Operation>;
}

/** A sentence before it has its end: what happened, why, and what else there is to say. */
interface Told {
  readonly head: string;
  readonly reason?: string | undefined;
  readonly more?: string | undefined;
  /** What comes after it is another matter, even if the reason is the same. */
  readonly settled?: boolean;
}

function createSentences(): (told: Told) => string {
  let last: Pick<Told, 'head' | 'reason'> = { head: '' };
  return ({ head, reason: given = '', more, settled = false }) => {
    const reason = given.trim().replace(/\.$/, '');
    const known = reason === last.reason && head !== last.head;
    if (settled) last = { head: '' };
    else if (reason !== '' && !known) last = { head, reason };
    const sentence = reason === '' || known ? `${head}.` : `${head}: ${reason}.`;
    return more === undefined ? sentence : `${sentence} ${more}`;
  };
}

function tell(event: LoggedEvent, memory: Memory): (Told & Pick<HistoryEntry, 'kind'>) | undefined {
  const { type: kind } = event;
  switch (kind) {
    case 'service.changed':
      return { kind, ...tellChange(event.data, memory) };
    case 'service.recovery':
      return { kind, ...tellRecovery(event.data, event.time) };
    case 'alert.raised':
      return { kind, ...tellAlert(event.data) };
    case 'alert.resolved':
      return { kind, head: `The alert ${event.data.name} was resolved` };
    case 'task.opened':
      if (event.task !== undefined) memory.operations.set(event.task, event.data.operation);
      return { kind, ...tellOpened(event.data) };
    case 'task.closed':
      return { kind, ...tellClosed(event.data, memory.operations.get(event.task ?? '')) };
    case 'step.failed':
      return { kind, ...tellStep(event.data) };
    default:
      return undefined;
  }
}

function tellChange(change: ServiceChange, memory: Memory): Told {
  const head = `It ${changeWords(change, memory.before)}`;
  memory.before = change;
  return { head, reason: plainCause(change.cause), settled: isWell(change) };
}

function changeWords(change: ServiceChange, before: ServiceChange | undefined): string {
  const { status, health, desired } = change;
  const words = stateWords(status, health);
  if (before === undefined || before.status !== status) return words;
  if (before.health !== health) return status === 'running' ? words : `counts as ${health} now`;
  if (before.desired !== desired) return `is to be ${desired} from now on`;
  return words.replace(/^is /, 'is still ');
}

/** Causes that say no more than the entries beside them are left out; ids of tasks are no words. */
function plainCause(cause: string): string | undefined {
  if (cause === 'its operation succeeded' || /^[a-z]+ was asked for$/.test(cause)) return undefined;
  const parent = /^asked for by (\S+)$/.exec(cause)?.[1];
  if (parent !== undefined) return `${taskWords(parent)} asked for it`;
  return cause.replace(/^recover: /, '');
}

const recoveryHeads: Readonly<Record<RecoveryPhase, (attempt: string) => string>> = {
  attempt: (attempt) => `Recovery begins ${attempt === '' ? 'an attempt' : `attempt${attempt}`}`,
  'half-open': (attempt) => `Recovery tries once more${attempt === '' ? '' : `, attempt${attempt}`}`,
  failed: (attempt) => `Recovery attempt${attempt} failed`,
  recovered: () => 'It recovered',
  postponed: () => 'Recovery put its attempt off',
  relapsed: () => 'It did not stay well',
  waiting: () => 'Recovery holds back',
  'breaker-opened': () => 'Recovery gave up for now',
  'breaker-closed': () => 'Recovery considers the matter closed',
};

function tellRecovery({ phase, cause, attempt, nextTryAt }: RecoveryNote, time: string): Told {
  const head = recoveryHeads[phase](attempt === undefined ? '' : ` ${attempt}`);
  if (nextTryAt === undefined) return { head, reason: cause };
  const next = phase === 'waiting' ? 'It looks again at the latest' : 'It tries again';
  const pause = pauseWords(Date.parse(nextTryAt) - Date.parse(time));
  return { head, reason: cause, more: `${next} ${pause} later.` };
}

function pauseWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function tellAlert({ name, severity, summary }: EventData['alert.raised']): Told {
  return { head: `The alert ${name} (${severity}) was raised`, reason: summary };
}

const operationWords: Readonly<Record<Operation, readonly [article: string, noun: string]>> = {
  install: ['An', 'installation'],
  uninstall: ['An', 'uninstallation'],
  start: ['A', 'start'],
  stop: ['A', 'stop'],
  restart: ['A', 'restart'],
  reconfigure: ['A', 'change of settings'],
  update: ['An', 'update'],
  recover: ['A', 'recovery'],
  batch: ['A', 'batch of operations'],
  preview: ['A', 'preview'],
};

function tellOpened({ operation, requestedBy, parent }: EventData['task.opened']): Told {
  const what = operationWords[operation].join(' ');
  if (parent !== undefined) return { head: `${what} was begun: ${taskWords(parent)} asked for it` };
  if (requestedBy === 'monitor') return { head: `${what} was begun by Showrunner itself` };
  return { head: `${what} was asked for by ${requestedBy.replace(/^token:/, '')}` };
}

const ends: Readonly<Partial<Record<TaskStatus, string>>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  'timed-out': 'took too long and was ended',
  terminated: 'was ended from outside',
};

function tellClosed({ status, error }: EventData['task.closed'], operation: Operation | undefined): Told {
  const what = operation === undefined ? 'operation' : operationWords[operation][1];
  return { head: `The ${what} ${ends[status] ?? `is ${status}`}`, reason: error?.message };
}

function tellStep({ step, error, attempt, evidence }: EventData['step.failed']): Told {
  const [type = '', ...target] = step.split(':');
  const what = target.length === 0 ? type : `${type} (${target.join(':')})`;
  const code = evidence?.exitCode;
  return {
    head: `The step ${what} failed${attempt > 1 ? ` at try ${attempt}` : ''}`,
    reason: error.message,
    more: code === undefined ? undefined : `Its container ended with exit code ${code}.`,
  };
}

/** A task by whom it works for. */
function taskWords(id: string): string {
  try {
    const [kind, name] = parseTaskId(id).workflowId.split('/');
    return kind === 'svc' ? `the task of ${name}` : 'a batch';
  } catch (error) {
    if (isDomainError(error)) return 'another task';
    throw error;
  }
}
