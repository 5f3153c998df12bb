import type { StepType } from '#domain/plan/steps.ts';
import type { HostEvent } from '#schemas/gateway.ts';

/** Steps of which no host has anything to tell. */
const elsewhere: ReadonlySet<string> = new Set<StepType>([
  'ensureSecret',
  'forgetSecret',
  'saveService',
  'startMonitor',
  'stopMonitor',
  'waitForService',
]);
const count = /^[1-9][0-9]{0,8}$/;

/**
 * Whether the event has the id that a step on a host gives it (see `stepActivity`). The first event of an id is the one that stays, so
 * under an id of the control plane's own a host could keep what is told there from being heard.
 */
export function isOfHostStep({ id, type, data }: HostEvent, runId: string): boolean {
  const [, stepType = ''] = /^([A-Za-z]+):./.exec(data.step) ?? [];
  if (stepType === '' || elsewhere.has(stepType)) return false;
  const ofStep = after(`${runId}/`, id);
  const told = after(`${data.step}/`, ofStep.replace(/^(plan-[0-9]{1,4}\/)?(undo\/)?/, ''));
  const [attempt = '', key = '', sequence, ...others] = told.split('/');
  if (!count.test(attempt) || `step.${key}` !== type || others.length > 0) return false;
  if ('attempt' in data && attempt !== String(data.attempt)) return false;
  return type === 'step.progress' ? count.test(sequence ?? '') : sequence === undefined;
}

/** What follows the beginning; nothing where the text does not begin so. */
function after(beginning: string, text: string): string {
  return text.startsWith(beginning) ? text.slice(beginning.length) : '';
}
