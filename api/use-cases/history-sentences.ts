import type { z } from 'zod';
import type { EventData, LoggedEvent, ServiceChange } from '#contracts/events.ts';
import { parseTaskId } from '#contracts/ids.ts';
import type { Operation } from '#contracts/operations.ts';
import type { TaskStatus } from '#contracts/task.ts';
import { isDomainError } from '#domain/errors.ts';
import type { RecoveryNote, RecoveryPhase } from '#domain/recovery/recovery.ts';
import { stateWords } from '#domain/state-words.ts';
import type { serviceHistorySchema } from '#schemas/api/history.ts';
import type { Answerable } from '#schemas/api/wire.ts';

export type ServiceHistory = Answerable<z.output<typeof serviceHistorySchema>>;
export type HistoryEntry = ServiceHistory['entries'][number];

/** Tells a service's events, oldest first, in sentences; one sentence may build on those before. Others are left out. */
export function createNarrator(): (event: LoggedEvent) => HistoryEntry | undefined {
  let before: ServiceChange | undefined;
  const operations = new Map<string, Operation>();
  return (event) => {
    const { time, task } = event;
    const entry = { time, count: 1, ...(task === undefined ? {} : { task }) };
    switch (event.type) {
      case 'service.changed': {
        const sentence = changeSentence(event.data, before);
        before = event.data;
        return { ...entry, kind: event.type, sentence };
      }
      case 'service.recovery':
        return { ...entry, kind: event.type, sentence: recoverySentence(event.data, time) };
      case 'alert.raised':
        return { ...entry, kind: event.type, sentence: raisedSentence(event.data) };
      case 'alert.resolved':
        return { ...entry, kind: event.type, sentence: `The alert ${event.data.name} was resolved.` };
      case 'task.opened':
        if (task !== undefined) operations.set(task, event.data.operation);
        return { ...entry, kind: event.type, sentence: openedSentence(event.data) };
      case 'task.closed': {
        const operation = task === undefined ? undefined : operations.get(task);
        return { ...entry, kind: event.type, sentence: closedSentence(event.data, operation) };
      }
      case 'step.failed':
        return { ...entry, kind: event.type, sentence: stepSentence(event.data) };
      default:
        return undefined;
    }
  };
}

function changeSentence(change: ServiceChange, before: ServiceChange | undefined): string {
  return because(`It ${changeWords(change, before)}`, plainCause(change.cause));
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

function recoverySentence({ phase, cause, attempt, nextTryAt }: RecoveryNote, time: string): string {
  const head = recoveryHeads[phase](attempt === undefined ? '' : ` ${attempt}`);
  const sentence = because(head, cause);
  if (nextTryAt === undefined) return sentence;
  const next = phase === 'waiting' ? 'It looks again at the latest' : 'It tries again';
  return `${sentence} ${next} ${pauseWords(Date.parse(nextTryAt) - Date.parse(time))} later.`;
}

function pauseWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

function raisedSentence({ name, severity, summary }: EventData['alert.raised']): string {
  return because(`The alert ${name} (${severity}) was raised`, summary);
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

function openedSentence({ operation, requestedBy, parent }: EventData['task.opened']): string {
  const what = operationWords[operation].join(' ');
  if (parent !== undefined) return `${what} was begun: ${taskWords(parent)} asked for it.`;
  if (requestedBy === 'monitor') return `${what} was begun by Showrunner itself.`;
  return `${what} was asked for by ${requestedBy.replace(/^token:/, '')}.`;
}

const ends: Readonly<Partial<Record<TaskStatus, string>>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  'timed-out': 'took too long and was ended',
  terminated: 'was ended from outside',
};

function closedSentence(
  { status, error }: EventData['task.closed'],
  operation: Operation | undefined,
): string {
  const what = operation === undefined ? 'operation' : operationWords[operation][1];
  return because(`The ${what} ${ends[status] ?? `is ${status}`}`, error?.message);
}

function stepSentence({ step, error, attempt, evidence }: EventData['step.failed']): string {
  const [type = '', ...target] = step.split(':');
  const what = target.length === 0 ? type : `${type} (${target.join(':')})`;
  const sentence = because(
    `The step ${what} failed${attempt > 1 ? ` at try ${attempt}` : ''}`,
    error.message,
  );
  return evidence?.exitCode === undefined
    ? sentence
    : `${sentence} Its container ended with exit code ${evidence.exitCode}.`;
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

function because(head: string, cause: string | undefined): string {
  const reason = cause?.trim().replace(/\.$/, '') ?? '';
  return reason === '' ? `${head}.` : `${head}: ${reason}.`;
}
