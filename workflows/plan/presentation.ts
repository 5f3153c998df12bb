import { setCurrentDetails } from '@temporalio/workflow';
import type { Plan } from '#domain/plan/plan.ts';
import { printStep } from '#domain/plan/print.ts';
import { phases, type Step } from '#domain/plan/steps.ts';

/** Keeps the run's current details (shown live in Temporal's Web UI) in step with the plan, as Markdown. */
export interface Presentation {
  began(step: Step): void;
  ended(step: Step, outcome: string): void;
}

export function createPresentation(title: string, plan: Plan): Presentation {
  const states = new Map<string, string>();
  const show = () => setCurrentDetails(markdown(title, plan, states));
  show();
  const mark = (step: Step, state: string) => {
    states.set(step.id, state);
    show();
  };
  return { began: (step) => mark(step, 'running'), ended: mark };
}

const signs: Readonly<Record<string, string>> = { running: '▶', failed: '✗', kept: '✎', skipped: '–' };

function markdown(title: string, plan: Plan, states: ReadonlyMap<string, string>): string {
  const sections = phases.flatMap((phase) => {
    const steps = plan.steps.filter((step) => step.phase === phase);
    if (steps.length === 0) return [];
    return [`**${phase}**`, ...steps.map((step) => line(step, states.get(step.id)))];
  });
  const body = sections.length === 0 ? ['Nothing to do.'] : sections;
  return [`### ${title}`, ...body, ...plan.notes.map((note) => `> ${note}`)].join('\n\n');
}

function line(step: Step, state: string | undefined): string {
  const sign = state === undefined ? '○' : (signs[state] ?? '✓');
  return `${sign} ${printStep(step)}  \n*${step.cause}*`;
}
