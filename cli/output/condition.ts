import { isTransient } from '#domain/lifecycle.ts';
import { stateWords } from '#domain/state-words.ts';
import type { Service, ServiceCondition } from '#sdk/generated/schema.ts';
import { type Span, span } from './paint.ts';
import { oneLine } from './text.ts';
import { ago, clock } from './times.ts';

type State = Pick<Service, 'status' | 'health' | 'desired'>;

/** A sign for how a service is. */
export function conditionMark({ status, health, desired }: State): Span {
  if (isTransient(status)) return span('…', 'cyan');
  if (desired !== 'running') return span('·', 'dim');
  if (status !== 'running' || health === 'unhealthy') return span('✖', 'red');
  if (health === 'healthy') return span('✔', 'green');
  return health === 'starting' ? span('…', 'cyan') : span('?', 'yellow');
}

/** How it is in a few words: `healthy`, `degraded, unhealthy`, `stopped`. */
export function conditionText({ status, health }: Pick<State, 'status' | 'health'>): string {
  if (status === 'running') return health === 'unknown' ? 'running, health unknown' : health;
  return status === 'degraded' ? `degraded, ${health}` : status;
}

/**
 * `sonarr is running, but unhealthy, since 20:15:04 (5 min ago): HTTP 503.` and, where that is not the beginning, what was.
 * `who` takes the place of its name.
 */
export function conditionSentence(condition: ServiceCondition, now: number, who = condition.service): string {
  const { status, health, desired, since, cause = '', trouble } = condition;
  const wanted = status === 'stopped' && desired === 'stopped' ? ', as was asked for' : '';
  const head = `${who} ${stateWords(status, health)}${wanted}, ${status === 'failed' ? 'at' : 'since'}`;
  const sentence = because(`${head} ${when(since, now)}`, cause);
  if (trouble === undefined) return sentence;
  return `${sentence} ${because(`It has not been well since ${when(trouble.since, now)}`, trouble.cause)}`;
}

function when(time: string, now: number): string {
  return `${clock(time, now)} (${ago(time, now)})`;
}

function because(head: string, cause: string): string {
  const reason = oneLine(cause).replace(/\.$/, '');
  return isNews(reason) ? `${head}: ${reason}.` : `${head}.`;
}

/** A cause that says more than that all went as it was to go. */
function isNews(cause: string): boolean {
  return cause !== '' && cause !== 'its operation succeeded' && !/^[a-z]+ was asked for$/.test(cause);
}
