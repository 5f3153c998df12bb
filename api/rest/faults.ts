import type { z } from 'zod';
import type { Fault } from '#domain/errors.ts';

const mostFaults = 100;
const longestField = 120;

/** zod's issues as faults: one per field, an unknown field for itself. */
export function faultsOf(error: z.ZodError | undefined): readonly Fault[] {
  return (error?.issues ?? []).flatMap(toFaults).slice(0, mostFaults);
}

function toFaults(issue: z.core.$ZodIssue): readonly Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), reason: 'is not known' }));
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return [{ field: fieldOf(issue.path), reason: issue.issues.map(({ message }) => message).join(', ') }];
  }
  return [{ field: fieldOf(issue.path), reason: reasonOf(issue) }];
}

function reasonOf({ message }: z.core.$ZodIssue): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

function fieldOf(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (field, part) =>
      typeof part === 'number' ? `${field}[${part}]` : `${field}${field === '' ? '' : '.'}${String(part)}`,
    '',
  );
  return text === '' ? 'body' : text.slice(0, longestField);
}
