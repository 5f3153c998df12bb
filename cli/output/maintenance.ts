import type { Environment } from '#platform/environment.ts';
import type { MaintenanceWindow } from '#sdk/generated/schema.ts';
import { commandLine } from '../instance.ts';
import { clock } from './times.ts';

/** What a person is told who has opened a window: how long it lasts, and how it is ended earlier. */
export function openedText(
  window: MaintenanceWindow,
  environment: Pick<Environment, 'instance'>,
  now: number,
): string {
  return [
    `Nothing of ${nameOf(window)} is healed until ${clock(window.endsAt, now)}.`,
    `End it earlier with ${commandLine(environment, `maintenance --end ${window.id}`)}`,
  ].join('\n');
}

/** What the window is for. */
export function nameOf({ service }: MaintenanceWindow): string {
  return service ?? 'all services';
}
