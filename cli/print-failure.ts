import type { Failure } from './failure.ts';
import { commandLine } from './instance.ts';
import type { Output } from './output/output.ts';
import { span } from './output/paint.ts';
import { oneLine, widthOf } from './output/text.ts';

/** What happened, each fault with its reason, and what to do; a document on stderr with `--json`. */
export function printFailure(failure: Failure, output: Output, instance: string): void {
  if (output.json) {
    const { exit: _, ...error } = failure;
    output.warn(JSON.stringify({ error }, undefined, 2));
    return;
  }
  const [first = '', ...rest] = failure.message.trim().split('\n');
  const remedies = [failure.remedy, ...furtherRemedies(failure, instance)].filter((text) => text !== '');
  const lines = [
    `${output.paint(span('✖', 'red'))} ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...faultLines(failure, output),
    ...remedies.map((text) => `${output.paint(span('→', 'cyan'))} ${text}`),
  ];
  output.warn(lines.join('\n'));
}

function faultLines({ faults }: Failure, { paint }: Output): readonly string[] {
  const width = Math.max(0, ...faults.map(({ field }) => widthOf(field)));
  return faults.map(({ field, reason }) => {
    const name = field + ' '.repeat(width - widthOf(field));
    return `  ${paint(span(name, 'bold'))}  ${oneLine(reason)}`;
  });
}

function furtherRemedies({ code, data, correlationId }: Failure, instance: string): readonly string[] {
  const { task } = data;
  const follow =
    typeof task === 'string' ? [`Follow it: ${commandLine({ instance }, `task ${task} --follow`)}`] : [];
  const start =
    code === 'api-unreachable'
      ? [`Is it started? ${commandLine({ instance }, 'up')} starts the control plane.`]
      : [];
  const report =
    code === 'internal' && correlationId !== undefined ? [`Its correlation id: ${correlationId}`] : [];
  return [...follow, ...start, ...report];
}
