import { phases } from '#domain/plan/steps.ts';
import { type Paint, type Span, span } from '../output/paint.ts';
import { fitSpans, listOf, paintSpans, spansWidth, widthOf } from '../output/text.ts';
import { bytes, duration } from '../output/times.ts';
import { isOpen, isOver, type ServiceView, type StackView, type StepView } from './stack-view.ts';
import { stateMark } from './state-mark.ts';

export interface TreeOptions {
  readonly paint: Paint;
  /** No line is longer, and the tree is not taller. */
  readonly columns: number;
  readonly rows: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Counts redraws, for what turns. */
  readonly frame: number;
  /** A line at the end, such as that the connection broke. */
  readonly note?: string | undefined;
}

/** A tree of services, each with its phases and steps as far as they fit; a finished service is one line. */
export function drawTree({ services }: StackView, options: TreeOptions): string {
  const room = Math.max(1, options.rows - (options.note === undefined ? 0 : 1));
  const width = Math.max(8, ...services.map(({ name }) => widthOf(name)));
  const full = services.flatMap((service) => serviceLines(service, width, options));
  const lines = full.length <= room ? full : compactLines(services, width, room, options);
  const note = options.note === undefined ? [] : [{ left: [span(options.note, 'yellow')] }];
  return [...lines, ...note].map((line) => paintLine(line, options)).join('\n');
}

interface Line {
  readonly left: readonly Span[];
  /** At the right edge. */
  readonly right?: Span;
}

function serviceLines(service: ServiceView, width: number, options: TreeOptions): readonly Line[] {
  if (isOver(service) || service.state === 'expected') return [headLine(service, width, options, [])];
  return [headLine(service, width, options, []), ...phaseLines(service, options)];
}

/** A line for each phase that has begun; steps that run at once have lines of their own. */
function phaseLines(service: ServiceView, options: TreeOptions): readonly Line[] {
  const apart = apartSpans(service);
  if (apart !== undefined) return [{ left: [...indent, ...spinner(options), ...apart] }];
  return phases.flatMap((phase) => {
    const steps = service.steps.filter((step) => step.phase === phase);
    const [first, ...others] = steps.filter(isActive).map((step) => stepLine(step, options));
    const label = span(phase.padEnd(phaseWidth));
    if (first !== undefined) {
      const head = { ...first, left: [...indent, ...spinner(options), label, ...first.left] };
      const space = span(' '.repeat(phaseWidth));
      return [
        head,
        ...others.map((line) => ({ ...line, left: [...indent, span('  '), space, ...line.left] })),
      ];
    }
    return isThrough(steps)
      ? [{ left: [...indent, span('✔ ', 'green'), label], right: phaseTime(steps) }]
      : [];
  });
}

/** Services that work, then those that are through: one line each, and a count of what does not fit. */
function compactLines(
  services: readonly ServiceView[],
  width: number,
  room: number,
  options: TreeOptions,
): readonly Line[] {
  const rank = (service: ServiceView) => (isOver(service) ? 2 : service.state === 'expected' ? 1 : 0);
  const ranked = services.toSorted((one, other) => rank(one) - rank(other));
  const shown = ranked.length <= room ? services : ranked.slice(0, Math.max(0, room - 1));
  const lines = shown.map((service) => headLine(service, width, options, currentSpans(service, options)));
  const hidden = services.length - shown.length;
  return hidden === 0 ? lines : [...lines, { left: [span(`  … and ${hidden} more`, 'dim')] }];
}

function headLine(service: ServiceView, width: number, options: TreeOptions, current: readonly Span[]): Line {
  const { mark, words } = stateMark(service);
  const working = service.state === 'working';
  const name = span(service.name.padEnd(width + 2), working ? 'bold' : undefined);
  return {
    left: [...(working ? spinner(options) : [mark, span(' ')]), name, ...(working ? current : [words])],
    right: elapsed(service.startedAt, service.endedAt, options.now),
  };
}

function currentSpans(service: ServiceView, options: TreeOptions): readonly Span[] {
  const apart = apartSpans(service);
  if (apart !== undefined) return apart;
  const [step] = service.steps.filter(isActive);
  const spans = step === undefined ? [] : stepLine(step, options).left;
  return [span(service.phase.padEnd(phaseWidth), 'dim'), ...spans];
}

function stepLine(step: StepView, { now }: TreeOptions): Line {
  const again = step.attempt > 1 ? [span(` (try ${step.attempt})`, 'yellow')] : [];
  const failed = step.state === 'failed' ? [span(`: ${step.detail ?? 'failed'}`, 'yellow')] : [];
  return {
    left: [...progressSpans(step), span(step.text), ...again, ...failed],
    right: elapsed(step.startedAt, undefined, now),
  };
}

const barWidth = 10;

/** Before the text, so that a long one cuts itself and not the figures. The total grows while the registry names more layers. */
function progressSpans({ progress }: StepView): readonly Span[] {
  if (progress === undefined || progress.total === 0) return [];
  const { current, total } = progress;
  const filled = Math.round((Math.min(current, total) / total) * barWidth);
  return [
    span('█'.repeat(filled), 'cyan'),
    span('░'.repeat(barWidth - filled), 'dim'),
    span(` ${bytes(current)} of ${bytes(total)}  `),
  ];
}

const phaseWidth = 11;
const indent: readonly Span[] = [span('  ')];
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;

function spinner({ frame }: TreeOptions): readonly Span[] {
  return [span(frames[frame % frames.length] ?? '', 'cyan'), span(' ')];
}

/** A step that failed while its task goes on is tried again, or not needed. */
function isActive({ state }: StepView): boolean {
  return state === 'running' || state === 'failed';
}

function isThrough(steps: readonly StepView[]): boolean {
  return steps.length > 0 && !steps.some(isOpen);
}

/** Nothing of its own has begun, and others are not up. */
function isWaiting({ waitsFor, steps }: ServiceView): boolean {
  return waitsFor.length > 0 && !steps.some(isActive);
}

/** What a service does when it is not at its own plan. */
function apartSpans(service: ServiceView): readonly Span[] | undefined {
  const { undoing, waitsFor } = service;
  if (undoing !== undefined) return [span('takes back: ', 'yellow'), span(undoing)];
  return isWaiting(service) ? [span('waits for ', 'dim'), span(listOf(waitsFor))] : undefined;
}

function phaseTime(steps: readonly StepView[]): Span {
  const times = steps.flatMap(({ startedAt, endedAt }) =>
    startedAt === undefined || endedAt === undefined ? [] : [Date.parse(startedAt), Date.parse(endedAt)],
  );
  return span(times.length === 0 ? '' : duration(Math.max(...times) - Math.min(...times)), 'dim');
}

function elapsed(from: string | undefined, to: string | undefined, now: number): Span {
  if (from === undefined) return span('');
  return span(duration((to === undefined ? now : Date.parse(to)) - Date.parse(from)), 'dim');
}

function paintLine({ left, right = span('') }: Line, { paint, columns }: TreeOptions): string {
  // The last column stays free: some terminals wrap when it is written.
  const available = columns - 1 - widthOf(right.text) - (right.text === '' ? 0 : 2);
  const kept = fitSpans(left, available);
  const space = span(' '.repeat(Math.max(0, columns - 1 - spansWidth(kept) - widthOf(right.text))));
  return paintSpans([...kept, space, right], paint);
}
