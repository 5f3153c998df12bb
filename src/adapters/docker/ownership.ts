import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import type { InstanceId, TaskId } from '#domain/ids.ts';

/** The Showrunner on whose behalf the engine is asked. */
export interface Instance {
  readonly id: InstanceId;
  readonly name: string;
}

type Labels = Readonly<Record<string, string>>;

export function isOurs(instance: Instance, found: Labels, onlyTask?: TaskId): boolean {
  if (found[labels.instance] !== instance.id) return false;
  return onlyTask === undefined || found[labels.task] === onlyTask;
}

/** Design, invariant 10: what is not ours is never touched. */
export function requireOurs(instance: Instance, kind: string, name: string, found: Labels): void {
  if (isOurs(instance, found)) return;
  throw nameTaken(kind, name, 'belongs to something else');
}

export function nameTaken(kind: string, name: string, why: string): DomainError {
  return new DomainError('name-taken', `The ${kind} "${name}" exists and ${why}.`, { data: { kind, name } });
}

/** The engine's filter for everything of the instance. */
export function ownFilter(instance: Instance, more: Labels = {}): { readonly label: readonly string[] } {
  const wanted = { [labels.instance]: instance.id, ...more };
  return { label: Object.entries(wanted).map(([label, value]) => `${label}=${value}`) };
}
