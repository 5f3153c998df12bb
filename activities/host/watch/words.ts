import type { Observation } from '#contracts/messages.ts';

/**
 * What a service's monitor still has to be told once a newer word is there. What a probe found is void then; that something
 * happened is told all the same, the newest of its kind. No count of restarts is lost on the way.
 */
export function mergeWords(waiting: readonly Observation[], newer: Observation): readonly Observation[] {
  const kept = waiting.filter((word) => !overtakes(newer, word));
  const restarts = waiting
    .filter((word) => overtakes(newer, word))
    .reduce((sum, word) => sum + (word.restarts ?? 0), newer.restarts ?? 0);
  return [...kept, restarts === 0 ? newer : { ...newer, restarts }];
}

function overtakes(newer: Observation, word: Observation): boolean {
  return word.source !== 'event' || (newer.source === 'event' && newer.happened === word.happened);
}
