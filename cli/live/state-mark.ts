import { type Span, span } from '../output/paint.ts';
import { oneLine } from '../output/text.ts';
import type { ServiceState, ServiceView } from './stack-view.ts';

/** A sign and words for how a service fares. */
export function stateMark({ state, operation, leaves, error }: ServiceView): {
  readonly mark: Span;
  readonly words: Span;
} {
  const goal = (operation === undefined ? undefined : goals[operation]) ?? 'up';
  // A change of a service that is stopped leaves it so.
  const { mark, words } = marks[state](leaves === 'stopped' ? 'stopped' : goal);
  const reason = error === undefined ? '' : `: ${oneLine(error.message)}`;
  return { mark, words: { ...words, text: `${words.text}${state === 'cancelled' ? '' : reason}` } };
}

const goals: Readonly<Record<string, string>> = { uninstall: 'gone', stop: 'stopped' };

const marks: { readonly [State in ServiceState]: (goal: string) => { mark: Span; words: Span } } = {
  expected: () => ({ mark: span('·', 'dim'), words: span('not begun', 'dim') }),
  working: () => ({ mark: span('·', 'cyan'), words: span('at work') }),
  done: (goal) => ({ mark: span('✔', 'green'), words: span(goal) }),
  unchanged: (goal) => ({ mark: span('✔', 'green'), words: span(`${goal} already`, 'dim') }),
  failed: () => ({ mark: span('✖', 'red'), words: span('failed', 'red') }),
  cancelled: () => ({ mark: span('↩', 'yellow'), words: span('cancelled and undone', 'yellow') }),
  'timed-out': () => ({ mark: span('✖', 'red'), words: span('timed out', 'red') }),
  terminated: () => ({ mark: span('✖', 'red'), words: span('ended from outside', 'red') }),
};
