import type { Phase } from '#domain/plan/steps.ts';
import type { TaskMessage } from '#sdk/events.ts';
import type { CloudEvent } from '#sdk/generated/schema.ts';
import { counted, listOf, oneLine } from '../output/text.ts';
import { bytes, duration } from '../output/times.ts';
import { undoText } from './stack.ts';
import type { ServiceView, StepView } from './stack-view.ts';
import { stateMark } from './state-mark.ts';

/** Turns what happens into lines for a file or a pipe: a service's phases, and those steps that a reader wants to know of. */
export interface PlainLines {
  /** The lines that a message is worth, given its service as it is now. */
  linesOf(message: TaskMessage, view: ServiceView): readonly string[];
}

/** `startedAt`: what the times at the beginning of the lines count from, in milliseconds since 1970. */
export function createPlainLines(startedAt: number): PlainLines {
  const phaseOf = new Map<string, Phase>();
  return {
    linesOf: (message, view) => {
      if (view.name === '') return [];
      const entered =
        phaseOf.get(view.name) !== view.phase && view.steps.some(({ state }) => state !== 'pending');
      if (entered) phaseOf.set(view.name, view.phase);
      const time = message.kind === 'event' ? Date.parse(message.event.time) : Date.now();
      const words = [
        ...(message.kind === 'event' ? wordsOf(message.event, view) : []),
        ...(entered ? [view.phase] : []),
      ];
      const begin = `${duration(time - startedAt).padStart(10)}  ${view.name.padEnd(12)}`;
      return words.map((text) => `${begin}  ${oneLine(text)}`);
    },
  };
}

function wordsOf(event: CloudEvent, view: ServiceView): readonly string[] {
  switch (event.type) {
    case 'showrunner.task.planned':
      return plannedWords(view);
    case 'showrunner.task.closed':
      return [stateMark(view).words.text];
    case 'showrunner.step.failed': {
      const { step, error, attempt } = event.data;
      return isToldOf(attempt) ? [`${textOf(step, view)} failed (try ${attempt}): ${error.message}`] : [];
    }
    case 'showrunner.step.ended': {
      const { step, outcome, detail } = event.data;
      if (outcome === 'undone') return [`taken back: ${detail}`];
      const found = view.steps.find(({ id }) => id === step);
      return found !== undefined && isOfNote(found, outcome) ? [endWords(found, detail)] : [];
    }
    default:
      return [];
  }
}

function plannedWords({ steps, waitsFor }: ServiceView): readonly string[] {
  if (steps.length === 0 && waitsFor.length === 0) return [];
  const others = waitsFor.length === 0 ? '' : `, after ${listOf(waitsFor)}`;
  return [`planned: ${counted(steps.length, 'step')}${others}`];
}

/** What takes long, what reaches into applications, and what is otherwise than planned. */
function isOfNote({ type }: StepView, outcome: string): boolean {
  return (
    ['pullImage', 'waitHealthy', 'applyLink'].includes(type) || outcome === 'kept' || outcome === 'skipped'
  );
}

function endWords({ type, state, text, progress, startedAt, endedAt }: StepView, detail: string): string {
  const size = progress === undefined || progress.total === 0 ? '' : `, ${bytes(progress.total)}`;
  const time =
    startedAt === undefined || endedAt === undefined
      ? ''
      : `, ${duration(Date.parse(endedAt) - Date.parse(startedAt))}`;
  const found = type === 'pullImage' && state === 'done' ? '' : detail;
  return `${text}${size}${time}${found === '' ? '' : ` (${found})`}`;
}

/** What is tried again and again is told ever more rarely. */
function isToldOf(attempt: number): boolean {
  return Number.isInteger(Math.log2(attempt));
}

function textOf(step: string, { steps }: ServiceView): string {
  const undo = undoText(step);
  return undo === undefined ? (steps.find(({ id }) => id === step)?.text ?? step) : `taking back: ${undo}`;
}
