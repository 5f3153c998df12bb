import type { Environment } from '#platform/environment.ts';
import { commandLine } from '../instance.ts';
import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { counted, listOf } from '../output/text.ts';
import { duration } from '../output/times.ts';
import { type ServiceView, type StackView, wentWell } from './stack-view.ts';

type Instance = Pick<Environment, 'instance'>;

/** The last line of a task, and what to do where it did not end well. */
export function printSummary(output: Output, view: StackView, ms: number, instance: Instance): void {
  for (const line of summaryOf(view, ms, instance)) output.tell(output.paint(line));
}

export function summaryOf({ root, services }: StackView, ms: number, instance: Instance) {
  if (wentWell(root)) return [span(successText(services, ms, instance), 'green')];
  const { state, error } = root;
  if (state === 'cancelled')
    return [span(`Cancelled after ${duration(ms)}; what was made is taken back.`, 'yellow')];
  const reason = error === undefined ? '' : `: ${error.message}`;
  return [
    span(`${state === 'timed-out' ? 'Timed out' : 'Failed'} after ${duration(ms)}${reason}`, 'red'),
    ...(error === undefined ? [] : [span(`→ ${error.remedy}`)]),
    ...leftTexts(services.filter(wentWell), instance).map((text) => span(text)),
  ];
}

function successText(services: readonly ServiceView[], ms: number, instance: Instance): string {
  const changed = services.filter(({ state }) => state === 'done');
  const all = (operation: string) => services.every((service) => service.operation === operation);
  const one = services.length === 1;
  const names = namesOf(services);
  if (changed.length === 0)
    return `Nothing to do: ${names} ${one ? 'is' : 'are'} as you want ${one ? 'it' : 'them'}.`;
  if (all('stop'))
    return `${names}: stopped in ${duration(ms)}. ${startCommand(services.at(-1), instance)} brings ${one ? 'it' : 'them'} back.`;
  if (all('uninstall')) return `${names}: gone in ${duration(ms)}. Your data is where it was.`;
  return upText(services, ms, instance);
}

/** A stop takes what was asked for last: its start brings the others back. */
function startCommand(service: ServiceView | undefined, instance: Instance): string {
  return `\`${commandLine(instance, `start ${service?.name ?? ''}`)}\``;
}

/** Who changes a service that is stopped finds it stopped. */
function upText(services: readonly ServiceView[], ms: number, instance: Instance): string {
  const resting = services.filter((service) => endOf(service) === 'stopped');
  const up = services.length - resting.length;
  const [first] = resting;
  if (up === 0)
    return `${namesOf(resting)}: changed in ${duration(ms)}, and still stopped. ${startCommand(first, instance)} starts it as it is now.`;
  const all = services.every(({ operation }) => operation === 'install');
  const popcorn =
    services.length > 1 && all ? ' Popcorn is the one dependency that you install yourself.' : '';
  const stays = first === undefined ? '' : ` ${namesOf(resting)} stayed stopped.`;
  return `${counted(up, 'service')} up in ${duration(ms)}.${stays}${popcorn}`;
}

/** What those are that went well where the whole did not: each kind of end is a line. */
function leftTexts(services: readonly ServiceView[], instance: Instance): readonly string[] {
  const left = (end: ReturnType<typeof endOf>) => services.filter((service) => endOf(service) === end);
  const [up, stopped, gone] = [left('running'), left('stopped'), left('absent')];
  const again = stopped.map((service) => startCommand(service, instance)).join(', ');
  return [
    ...(up.length === 0 ? [] : [`${areWhat(up, 'up')} and ${up.length === 1 ? 'stays' : 'stay'}.`]),
    ...(stopped.length === 0
      ? []
      : [
          `${areWhat(stopped, 'stopped')}. Start ${stopped.length === 1 ? 'it' : 'them'} again with ${again}.`,
        ]),
    ...(gone.length === 0 ? [] : [`${areWhat(gone, 'gone')}.`]),
  ];
}

function areWhat(services: readonly ServiceView[], what: string): string {
  return `${namesOf(services)} ${services.length === 1 ? 'is' : 'are'} ${what}`;
}

/** Where there was nothing to do, it is what the operation makes of a service. */
function endOf({ leaves, operation }: ServiceView): 'running' | 'stopped' | 'absent' {
  if (leaves === 'absent' || operation === 'uninstall') return 'absent';
  return leaves === 'stopped' || operation === 'stop' ? 'stopped' : 'running';
}

function namesOf(services: readonly ServiceView[]): string {
  return listOf(services.map(({ name }) => name));
}
