import { httpStatuses, transportErrors } from '#api/errors.ts';
import { type ErrorKind, errorTable, isErrorCode } from '#domain/errors.ts';
import { putGenerated } from './generated-file.ts';

const kinds: Readonly<Record<ErrorKind, string>> = {
  input: 'The request is at fault. Correct it and send it again.',
  conflict: 'The request does not fit what is there now.',
  failure: 'A task ends with it and takes back what it made.',
  outage:
    'Something is away. A task waits for it, visibly, until its deadline; a request is to be sent again.',
  internal: 'A fault of Showrunner itself.',
};

const codes = Object.keys(errorTable).filter(isErrorCode);

await putGenerated(
  'docs/reference/errors.md',
  `# Errors

Generated from \`src/domain/errors.ts\` and \`api/errors.ts\` by \`scripts/generate-errors.ts\`; do not edit.

Every failure has a stable code. REST tells it in a problem document (RFC 9457), as \`code\`, with \`detail\` (what happened in this
case), \`remedy\`, all \`faults\` of the request at once, and \`data\` (ids that help a program act, such as the open task). GraphQL tells
the same in \`extensions\`. A task tells it in \`error\`. A retired code is never used again.

${Object.entries(kinds)
  .map(([kind, text]) =>
    section(kind, text, codes.filter((code) => errorTable[code].kind === kind).map(domainRow)),
  )
  .join('\n\n')}

${section('transport', 'Failures of HTTP itself.', Object.entries(transportErrors).map(transportRow))}
`,
);

function domainRow(code: (typeof codes)[number]): readonly string[] {
  const { what, remedy } = errorTable[code];
  return [`\`${code}\``, String(httpStatuses[code]), `${what}.`, remedy];
}

function transportRow([code, { status, what, remedy }]: [
  string,
  { status: number; what: string; remedy: string },
]) {
  return [`\`${code}\``, String(status), `${what}.`, remedy];
}

function section(title: string, text: string, rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = ['code', 'HTTP', 'what happened', 'what to do'];
  return [`## ${title}`, '', text, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
