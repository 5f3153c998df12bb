import { type ServiceId, type StepId, stepId, type TaskId } from '#domain/ids.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { type Phase, phases } from '#domain/plan/steps.ts';
import type { LoggedEvent } from './events.ts';
import type { BatchMember, Operation } from './operations.ts';
import type { StepState, TaskError, TaskStatus } from './task.ts';

/** What the events of one task say of it, so far. */
export interface FoldedTask {
  /** Position of the last event that was applied; 0 before the first. */
  readonly position: number;
  readonly operation?: Operation;
  readonly service?: ServiceId;
  readonly members?: readonly BatchMember[];
  readonly plan?: Plan;
  /** In the plan's order. */
  readonly steps: readonly StepState[];
  /** The furthest phase that the task has reached. */
  readonly phase: Phase;
  readonly children: readonly TaskId[];
  readonly openedAt?: string;
  readonly closedAt?: string;
  /** Set once the task is closed. */
  readonly status?: TaskStatus;
  readonly error?: TaskError;
}

/** Folds the events of one task as they come. */
export interface TaskFold {
  /** An event that was applied before changes nothing: a stream that was resumed may repeat one. */
  apply(event: LoggedEvent): void;
  readonly state: FoldedTask;
}

export function createTaskFold(): TaskFold {
  let state: FoldedTask = { position: 0, steps: [], phase: 'validate', children: [] };
  return {
    apply: (event) => {
      if (event.position <= state.position) return;
      state = { ...next(state, event), position: event.position };
    },
    get state() {
      return state;
    },
  };
}

/** The state after all these events, which must be in order. */
export function foldTask(events: Iterable<LoggedEvent>): FoldedTask {
  const fold = createTaskFold();
  for (const event of events) fold.apply(event);
  return fold.state;
}

function next(state: FoldedTask, event: LoggedEvent): FoldedTask {
  switch (event.type) {
    case 'task.opened': {
      const { operation, members } = event.data;
      const { service } = event;
      return {
        ...state,
        operation,
        openedAt: event.time,
        ...(members === undefined ? {} : { members }),
        ...(service === undefined ? {} : { service }),
      };
    }
    case 'task.planned':
      return withPlan(state, event.data.plan);
    case 'task.child': {
      const { child, service } = event.data;
      const waits = withStep(state, stepId('waitForService', service), () => ({
        state: 'running',
        startedAt: event.time,
      }));
      return { ...waits, children: [...new Set([...state.children, child])] };
    }
    case 'task.closed': {
      const { status, error } = event.data;
      return { ...state, status, closedAt: event.time, ...(error === undefined ? {} : { error }) };
    }
    case 'step.started': {
      const ready = withWaitsOver(state, event.data.step, event.time);
      return withStep(ready, event.data.step, () => ({ state: 'running', startedAt: event.time }));
    }
    case 'step.progress':
      return withStep(state, event.data.step, (step) => ({ ...step, progress: event.data.progress }));
    case 'step.ended': {
      const { step, outcome, detail } = event.data;
      return withStep(state, step, (before) => ({
        ...before,
        state: outcome,
        detail,
        endedAt: event.time,
      }));
    }
    case 'step.failed': {
      const { step, error } = event.data;
      return withStep(state, step, (before) => ({
        ...before,
        state: 'failed',
        detail: error.message,
        endedAt: event.time,
      }));
    }
    case 'service.changed':
    case 'service.recovery':
    case 'host.changed':
    case 'host.joined':
    case 'host.drained':
    case 'host.opened':
    case 'host.removed':
    case 'alert.raised':
    case 'alert.resolved':
      return state;
  }
}

/** A plan that is made anew keeps what its steps have reached already. */
function withPlan(state: FoldedTask, plan: Plan): FoldedTask {
  const before = new Map(state.steps.map((step) => [step.id, step]));
  const steps = plan.steps.map(
    ({ id, type, phase }): StepState => before.get(id) ?? { id, type, phase, state: 'pending' },
  );
  return { ...state, plan, steps, phase: further(state.phase, 'resolve') };
}

/** A wait for a service is no activity and tells nothing itself: it is over when a step begins that comes after it. */
function withWaitsOver(state: FoldedTask, begun: StepId, time: string): FoldedTask {
  const after = state.plan?.steps.find(({ id }) => id === begun)?.after ?? [];
  const steps = state.steps.map((step): StepState => {
    const waits = step.type === 'waitForService' && (step.state === 'pending' || step.state === 'running');
    return waits && after.includes(step.id) ? { ...step, state: 'done', endedAt: time } : step;
  });
  return { ...state, steps };
}

/** An undo is told as its step's end; a step that is in no plan changes nothing. */
function withStep(
  state: FoldedTask,
  id: StepId,
  change: (step: StepState) => Omit<StepState, 'id' | 'type' | 'phase'>,
): FoldedTask {
  const step = state.steps.find((candidate) => candidate.id === id);
  if (step === undefined) return state;
  const { type, phase } = step;
  const changed: StepState = { ...change(step), id, type, phase };
  return {
    ...state,
    steps: state.steps.map((candidate) => (candidate === step ? changed : candidate)),
    phase: further(state.phase, phase),
  };
}

function further(one: Phase, other: Phase): Phase {
  return phases.indexOf(one) >= phases.indexOf(other) ? one : other;
}
