import { createTaskFold, type FoldedTask, type TaskFold } from '#contracts/fold-task.ts';
import { isClosed, type TaskStatus } from '#contracts/task.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { printStep } from '#domain/plan/print.ts';
import { type Phase, phases, type Step } from '#domain/plan/steps.ts';
import type { TaskMessage } from '#sdk/events.ts';
import type { Task } from '#sdk/generated/schema.ts';
import { toLoggedEvent } from '../wire.ts';
import {
  isOpen,
  isOver,
  type ServiceState,
  type ServiceView,
  type StackView,
  type StepView,
} from './stack-view.ts';

/** Folds the events of a task, and of all that it starts, into what a display shows. */
export interface Stack {
  apply(task: string, message: TaskMessage): void;
  /** One service as it is now; nothing before the first word of it. */
  viewOf(task: string): ServiceView | undefined;
  readonly view: StackView;
}

export function createStack(root: string): Stack {
  const tasks = new Map<string, Followed>();
  const followed = (id: string): Followed => {
    const known = tasks.get(id);
    if (known !== undefined) return known;
    const added = { fold: createTaskFold(), attempts: new Map<string, number>() };
    tasks.set(id, added);
    return added;
  };
  const viewOf = (id: string) => {
    const task = tasks.get(id);
    return task === undefined ? undefined : serviceView(task);
  };
  return {
    apply: (id, message) => applyTo(followed(id), message),
    viewOf,
    get view() {
      const views = [...tasks].flatMap(([id, task]) => (id === root ? [] : [serviceView(task)]));
      const own = tasks.get(root) ?? followed(root);
      return stackView(serviceView(own), own.fold.state, views);
    },
  };
}

interface Followed {
  readonly fold: TaskFold;
  readonly attempts: Map<string, number>;
  /** An undo that runs: it is in no plan, so the fold knows nothing of it. */
  undoing?: string;
  /** Of a task that was ended from outside: the log has no last event of it. */
  snapshot?: Task;
}

function applyTo(task: Followed, message: TaskMessage): void {
  if (message.kind === 'snapshot') {
    task.snapshot = message.task;
    return;
  }
  const event = toLoggedEvent(message.event);
  if (event.type === 'step.started') {
    const { step, attempt } = event.data;
    task.attempts.set(step, attempt);
    const undoing = undoText(step);
    if (undoing !== undefined) task.undoing = undoing;
  }
  task.fold.apply(event);
}

/** A service that was worked on twice shows its newest task. What was asked for stands before what it requires. */
function stackView(root: ServiceView, folded: FoldedTask, below: readonly ServiceView[]): StackView {
  const byName = new Map<string, ServiceView>();
  for (const { operation, service } of folded.members ?? [])
    byName.set(service, expected(service, operation));
  if (root.name !== '') byName.set(root.name, root);
  for (const view of below) if (view.name !== '') byName.set(view.name, view);
  const services = [...byName.values()];
  const up = new Set(services.filter(isOver).map(({ name }) => name));
  return {
    root,
    services: services.map((view) => ({ ...view, waitsFor: view.waitsFor.filter((name) => !up.has(name)) })),
  };
}

function expected(name: string, operation: ServiceView['operation']): ServiceView {
  return { name, operation, state: 'expected', phase: 'validate', steps: [], waitsFor: [] };
}

function serviceView({ fold, attempts, undoing, snapshot }: Followed): ServiceView {
  const { state } = fold;
  const status = state.status ?? snapshot?.status;
  const error = state.error ?? snapshot?.error;
  const startedAt = state.openedAt ?? snapshot?.startedAt;
  const endedAt = state.closedAt ?? snapshot?.closedAt;
  const steps = stepViews(state, attempts);
  return {
    name: state.service ?? snapshot?.service ?? '',
    operation: state.operation ?? snapshot?.operation,
    state: stateOf(status, state),
    phase: currentPhase(steps) ?? state.phase,
    steps,
    waitsFor: waitsFor(state.plan),
    ...leavesOf(state.plan),
    ...(undoing === undefined ? {} : { undoing }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(error === undefined ? {} : { error }),
  };
}

function leavesOf(plan: Plan | undefined): Pick<ServiceView, 'leaves'> {
  const [last] = plan?.steps.flatMap((step) => (step.type === 'saveService' ? [step.arguments] : [])) ?? [];
  return last === undefined ? {} : { leaves: last.status };
}

function stateOf(status: TaskStatus | undefined, { plan, operation }: FoldedTask): ServiceState {
  if (status === undefined || !isClosed(status)) return 'working';
  if (status !== 'succeeded') return status as ServiceState;
  return operation !== 'batch' && plan?.steps.length === 0 ? 'unchanged' : 'done';
}

/** Steps that wait for another service are that service's own lines. */
function stepViews({ steps, plan }: FoldedTask, attempts: ReadonlyMap<string, number>): readonly StepView[] {
  const texts = new Map(plan?.steps.map((step) => [step.id, stepText(step)]));
  return steps
    .filter(({ type }) => type !== 'waitForService')
    .map((step) => ({
      ...step,
      text: texts.get(step.id) ?? step.type,
      attempt: attempts.get(step.id) ?? 1,
    }));
}

/** Undos are called after what they do and to what: `undo-removeNetwork:media`. Nothing for any other step. */
export function undoText(step: string): string | undefined {
  const [, type, target] = /^undo-(\w+):(.+)$/.exec(step) ?? [];
  return type === undefined || target === undefined ? undefined : `${inWords(type)} ${target}`;
}

/** `removeContainer` as `remove container`. */
function inWords(type: string): string {
  return type.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Where an image really comes from is in the plan; what it is, is what a person wants to see. */
export function stepText(step: Step): string {
  return step.type === 'pullImage' ? `pull ${step.arguments.vendorImage}` : printStep(step);
}

/**
 * The first phase that has begun and is not through. Steps of later phases may run already; a service's phase goes on only when
 * the one before is done.
 */
function currentPhase(steps: readonly StepView[]): Phase | undefined {
  const begun = steps.filter(({ state }) => state !== 'pending');
  if (begun.length === 0) return undefined;
  const open = (phase: Phase) => steps.some((step) => step.phase === phase && isOpen(step));
  return phases.find(open) ?? begun.at(-1)?.phase;
}

function waitsFor(plan: Plan | undefined): readonly string[] {
  return (plan?.steps ?? []).flatMap((step) =>
    step.type === 'waitForService' ? [step.arguments.service] : [],
  );
}
