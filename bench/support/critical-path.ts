import type { StepTimes, TaskTimes } from './timeline.ts';

export type PartName = 'planning' | 'engine' | 'waiting for health' | 'links' | 'records' | 'between steps';

/** Milliseconds of the critical path by what they were spent on; together the time from the first event to the last. */
export type Parts = Readonly<Partial<Record<PartName, number>>>;

const parts: Readonly<Record<string, PartName>> = {
  waitHealthy: 'waiting for health',
  applyLink: 'links',
  ensureSecret: 'records',
  startMonitor: 'records',
  saveService: 'records',
};

/** Walks back from the end of the request: from each step to the one that it had to wait for. */
export function criticalPath(tasks: ReadonlyMap<string, TaskTimes>, root: string): Parts {
  const spent = new Map<PartName, number>();
  const add = (part: PartName, milliseconds: number) =>
    void spent.set(part, (spent.get(part) ?? 0) + milliseconds);
  const whole = tasks.get(root);
  if (whole === undefined) throw new Error(`There are no events of ${root}.`);

  /** Each of the two gives the task in which the path begins. */
  const throughTask = (task: TaskTimes): TaskTimes => {
    add('between steps', tailOf(task, tasks));
    const last = lastEnded(task.steps);
    if (last !== undefined) return throughStep(last, task);
    const member = lastChild(task, tasks);
    return member === undefined ? task : throughTask(member);
  };
  const throughStep = (times: StepTimes, task: TaskTimes): TaskTimes => {
    const { step, started, ended } = times;
    if (step.type === 'waitForService') {
      const awaited = taskOf(tasks, step.arguments.service);
      return awaited === undefined ? task : throughTask(awaited);
    }
    add(parts[step.type] ?? 'engine', ended - started);
    const before = lastEnded(predecessors(times, task));
    add('between steps', started - (before?.ended ?? task.planned));
    return before === undefined ? task : throughStep(before, task);
  };
  addBeginning(throughTask(whole), tasks, add);
  return Object.fromEntries(spent);
}

/** From the first event of the request to the plan of the task in which the path begins. */
function addBeginning(
  first: TaskTimes,
  tasks: ReadonlyMap<string, TaskTimes>,
  add: (part: PartName, milliseconds: number) => void,
): void {
  let task = first;
  for (;;) {
    add('planning', task.planned - task.opened);
    const parent = task.parent === undefined ? undefined : tasks.get(task.parent);
    if (parent === undefined) return;
    add('between steps', task.opened - parent.planned);
    task = parent;
  }
}

/** From the last that the task waited for to its end. */
function tailOf(task: TaskTimes, tasks: ReadonlyMap<string, TaskTimes>): number {
  const last = lastEnded(task.steps)?.ended ?? lastChild(task, tasks)?.closed ?? task.planned;
  return task.closed - last;
}

export function predecessors({ step }: StepTimes, task: TaskTimes): readonly StepTimes[] {
  return task.steps.filter((other) => step.after.includes(other.step.id));
}

export function lastEnded(steps: readonly StepTimes[]): StepTimes | undefined {
  return steps.reduce<StepTimes | undefined>(
    (last, step) => (last === undefined || step.ended > last.ended ? step : last),
    undefined,
  );
}

/** A batch has no steps, but members. */
export function lastChild({ id }: TaskTimes, tasks: ReadonlyMap<string, TaskTimes>): TaskTimes | undefined {
  const children = [...tasks.values()].filter(({ parent }) => parent === id);
  return children.toSorted((a, b) => a.closed - b.closed).at(-1);
}

export function taskOf(tasks: ReadonlyMap<string, TaskTimes>, service: string): TaskTimes | undefined {
  return [...tasks.values()].find((task) => task.service === service);
}
