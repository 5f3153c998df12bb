import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { counted, listOf } from '../output/text.ts';
import { duration } from '../output/times.ts';
import { type ServiceView, type StackView, wentWell } from './stack-view.ts';

/** The last line of a task, and what to do where it did not end well. */
export function printSummary(output: Output, view: StackView, ms: number): void {
  for (const line of summaryOf(view, ms)) output.tell(output.paint(line));
}

export function summaryOf({ root, services }: StackView, ms: number) {
  if (wentWell(root)) return [span(successText(services, ms), 'green')];
  const { state, error } = root;
  if (state === 'cancelled')
    return [span(`Cancelled after ${duration(ms)}; what was made is taken back.`, 'yellow')];
  const well = services.filter(wentWell).map(({ name }) => name);
  const reason = error === undefined ? '' : `: ${error.message}`;
  return [
    span(`${state === 'timed-out' ? 'Timed out' : 'Failed'} after ${duration(ms)}${reason}`, 'red'),
    ...(error === undefined ? [] : [span(`→ ${error.remedy}`)]),
    ...(well.length === 0
      ? []
      : [
          span(
            `${listOf(well)} ${well.length === 1 ? 'is' : 'are'} up and stay${well.length === 1 ? 's' : ''}.`,
          ),
        ]),
  ];
}

function successText(services: readonly ServiceView[], ms: number): string {
  const changed = services.filter(({ state }) => state === 'done');
  const all = (operation: string) => services.every((service) => service.operation === operation);
  const names = listOf(services.map(({ name }) => name));
  if (changed.length === 0)
    return `Nothing to do: ${names} ${services.length === 1 ? 'is' : 'are'} as you want ${services.length === 1 ? 'it' : 'them'}.`;
  if (all('stop'))
    return `${names}: stopped in ${duration(ms)}. \`showrunner start\` brings ${services.length === 1 ? 'it' : 'them'} back.`;
  if (all('uninstall')) return `${names}: gone in ${duration(ms)}. Your data is where it was.`;
  const count = counted(services.length, 'service');
  const popcorn =
    services.length > 1 && all('install') ? ' Popcorn is the one dependency that you install yourself.' : '';
  return `${count} up in ${duration(ms)}.${popcorn}`;
}
