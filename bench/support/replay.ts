import { lastChild, predecessors, taskOf } from './critical-path.ts';
import type { StepTimes, TaskTimes } from './timeline.ts';

/**
 * How long the request would have taken had some steps taken no time: every other step as long as it did, and as long after
 * what it waited for as it did. Milliseconds from the first event to the last.
 */
export function durationWithout(
  tasks: ReadonlyMap<string, TaskTimes>,
  root: string,
  isLeftOut: (step: StepTimes) => boolean,
): number {
  const closedOf = new Map<string, number>();
  const first = tasks.get(root);
  if (first === undefined) throw new Error(`There are no events of ${root}.`);

  const plannedAt = (task: TaskTimes): number => {
    const parent = task.parent === undefined ? undefined : tasks.get(task.parent);
    return parent === undefined ? task.planned : plannedAt(parent) + task.planned - parent.planned;
  };
  const closedAt = (task: TaskTimes): number => {
    const known = closedOf.get(task.id);
    if (known !== undefined) return known;
    const ends = replaySteps(task);
    const members = task.steps.length === 0 ? childrenOf(task, tasks) : [];
    const shifted = [...ends.values(), ...members.map(closedAt)];
    const real = [...task.steps.map(({ ended }) => ended), lastChild(task, tasks)?.closed ?? task.planned];
    const closed = Math.max(plannedAt(task), ...shifted) + task.closed - Math.max(...real);
    closedOf.set(task.id, closed);
    return closed;
  };
  const replaySteps = (task: TaskTimes): ReadonlyMap<string, number> => {
    const ends = new Map<string, number>();
    for (const step of task.steps) ends.set(step.step.id, endOf(step, task, ends));
    return ends;
  };
  const endOf = (step: StepTimes, task: TaskTimes, ends: ReadonlyMap<string, number>): number => {
    if (step.step.type === 'waitForService') {
      const awaited = taskOf(tasks, step.step.arguments.service);
      return awaited === undefined ? plannedAt(task) : closedAt(awaited);
    }
    const ready = Math.max(plannedAt(task), ...step.step.after.map((id) => ends.get(id) ?? 0));
    if (isLeftOut(step)) return ready;
    const before = Math.max(task.planned, ...predecessors(step, task).map(({ ended }) => ended));
    return ready + step.ended - before;
  };
  return closedAt(first) - first.opened;
}

function childrenOf({ id }: TaskTimes, tasks: ReadonlyMap<string, TaskTimes>): readonly TaskTimes[] {
  return [...tasks.values()].filter(({ parent }) => parent === id);
}
