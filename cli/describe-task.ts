import { phases } from '#domain/plan/steps.ts';
import type { StepState, Task } from '#sdk/generated/schema.ts';
import { stepText } from './live/stack.ts';
import type { Output } from './output/output.ts';
import { type Span, span } from './output/paint.ts';
import { taskStatusSpan } from './output/service-table.ts';
import { cutTo, oneLine } from './output/text.ts';
import { bytes, duration } from './output/times.ts';
import { toPlan } from './wire.ts';

/** A task with its phases and steps, what went wrong, and where to look on. */
export function describeTask(task: Task, output: Output): string {
  const { paint } = output;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['task', task.id],
    ['what', [task.operation, task.service].join(' ').trim()],
    ['status', paint(taskStatusSpan(task.status))],
    ['waits for', task.waitingFor],
    ['begun', task.startedAt],
    ['took', task.closedAt === undefined ? undefined : between(task.startedAt, task.closedAt)],
    ['asked by', task.requestedBy],
    ['parent', task.parent],
    ['started', task.children.length === 0 ? undefined : task.children.join('\n           ')],
    ['error', task.error === undefined ? undefined : paint(span(task.error.message, 'red'))],
    ['what to do', task.error?.remedy],
  ];
  const shown = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${paint(span(name.padEnd(11), 'dim'))}${value}`],
  );
  return [...shown, ...stepLines(task, output)].join('\n');
}

function stepLines({ steps, plan }: Task, output: Output): readonly string[] {
  const texts = new Map(
    plan === undefined ? [] : toPlan(plan).steps.map((step) => [String(step.id), stepText(step)]),
  );
  return phases.flatMap((phase) => {
    const own = steps.filter((step) => step.phase === phase);
    const lines = own.map((step) => stepLine(step, texts.get(step.id) ?? step.type, output));
    return lines.length === 0 ? [] : ['', output.paint(span(phase, 'bold')), ...lines];
  });
}

function stepLine(step: StepState, text: string, { paint, columns }: Output): string {
  const { state, startedAt, endedAt, detail, progress } = step;
  const time = startedAt === undefined || endedAt === undefined ? '' : between(startedAt, endedAt);
  const size = progress === undefined ? '' : `${bytes(progress.current)} of ${bytes(progress.total)}, `;
  const words = `${text}${detail === undefined || detail === '' ? '' : ` (${size}${detail})`}`;
  const line = cutTo(oneLine(words), (columns() ?? Number.MAX_SAFE_INTEGER) - 14 - time.length);
  // Of another service's own task nothing is told here but that it was waited for.
  const mark = step.type === 'waitForService' ? span('→', 'dim') : marks[state];
  return `  ${paint(mark)} ${line} ${paint(span(time, 'dim'))}`.trimEnd();
}

const marks: { readonly [State in StepState['state']]: Span } = {
  pending: span('·', 'dim'),
  running: span('…', 'cyan'),
  done: span('✔', 'green'),
  adopted: span('=', 'green'),
  kept: span('=', 'yellow'),
  skipped: span('-', 'dim'),
  failed: span('✖', 'red'),
  undone: span('↩', 'yellow'),
};

function between(from: string, to: string): string {
  return duration(Date.parse(to) - Date.parse(from));
}
