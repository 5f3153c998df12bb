import { type AlertName, alertNames } from '#domain/alert.ts';
import type { Recovery } from '#domain/recovery/recovery.ts';
import type { Service } from '#domain/service.ts';
import type { AlertState } from './contract.ts';

/** Every alert that there ever was about the service, as it stands: telling it again changes nothing. */
export function stateOfAlerts(service: Service, recovery: Recovery): readonly AlertState[] {
  return alertNames.flatMap((alert): readonly AlertState[] => {
    const state = recovery.alerts[alert];
    return state === undefined ? [] : [{ alert, state, ...words[alert](service, recovery) }];
  });
}

type Words = (service: Service, recovery: Recovery) => Pick<AlertState, 'summary' | 'description'>;

const words: Readonly<Record<AlertName, Words>> = {
  ServiceDown: ({ id, definition }, { trouble, failures, nextTryAt }) => ({
    summary: `${definition.title} (${id}) is down`,
    description:
      `${failures} attempts to recover it failed; the next one is at ${nextTryAt ?? 'once'}. ${trouble?.cause ?? ''}`.trim(),
  }),
  ServiceFlapping: ({ id, definition }, { failures }) => ({
    summary: `${definition.title} (${id}) comes and goes`,
    description: `It was well again and did not stay so, ${failures} times in a row.`,
  }),
};
