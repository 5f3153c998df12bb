import { labels } from '#contracts/labels.ts';
import { DomainError } from '#domain/errors.ts';
import type { InstanceId, TaskId } from '#domain/ids.ts';
import type { FakeEngine } from './engine.ts';
import type { FakeContainer } from './things.ts';

/** One instance's view of the fake engine. */
export interface View {
  readonly engine: FakeEngine;
  readonly instance: InstanceId;
}

type Labels = Readonly<Record<string, string>>;

export function isOurs({ instance }: View, found: Labels, onlyTask?: TaskId): boolean {
  if (found[labels.instance] !== instance) return false;
  return onlyTask === undefined || found[labels.task] === onlyTask;
}

export function requireOurs(view: View, kind: string, name: string, found: Labels): void {
  if (isOurs(view, found)) return;
  throw new DomainError('name-taken', `The ${kind} "${name}" exists and belongs to something else.`);
}

export function ownContainer(view: View, name: string): FakeContainer {
  const found = view.engine.byId(name);
  if (found === undefined) throw new DomainError('not-found', `There is no container "${name}".`);
  requireOurs(view, 'container', name, found.labels);
  return found;
}

/** Whether a member that runs still has its gateway's namespace, and one that does not could join it. */
export function namespaceAlive({ engine }: View, member: FakeContainer): boolean {
  if (member.namespaceOf === undefined) return true;
  const gateway = engine.byId(member.namespaceOf);
  if (gateway === undefined) return false;
  if (member.state !== 'running') return true;
  return gateway.state === 'running' && (gateway.startedAt ?? '') <= (member.startedAt ?? '');
}
