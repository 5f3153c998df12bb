import type { z } from 'zod';

/** One fault of a file: where in it, and why. The reader adds the file's name and the line. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly reason: string;
}

/** Every fault that zod found, each at the deepest place that it knows. */
export function issuesOf(error: z.ZodError): readonly Issue[] {
  return error.issues.flatMap((issue) => flatten(issue, []));
}

type ZodIssue = z.core.$ZodIssue;

function flatten(issue: ZodIssue, outer: readonly PropertyKey[]): readonly Issue[] {
  const path = [...outer, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      reason: hints.get(key) ?? 'is not a known key',
    }));
  }
  if (issue.code === 'invalid_key') return [{ path, reason: issue.issues[0]?.message ?? issue.message }];
  if (issue.code === 'invalid_union') {
    return meantBranch(issue.errors)?.flatMap((inner) => flatten(inner, path)) ?? [reasonAt(path, issue)];
  }
  return [reasonAt(path, issue)];
}

/** Of a union the branch that has the right type at its top: its faults say more than "no branch fits". */
function meantBranch(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | undefined {
  return branches.find(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
}

function reasonAt(path: readonly PropertyKey[], issue: ZodIssue): Issue {
  return { path, reason: issue.message.charAt(0).toLowerCase() + issue.message.slice(1) };
}

/** Compose keys that a person may well write, and why they are not for a definition. */
const hints: ReadonlyMap<string, string> = new Map([
  ['container_name', 'is chosen by Showrunner'],
  ['depends_on', 'is said by x-showrunner.requires'],
  ['env_file', 'is not supported; write the values under environment'],
  ['healthcheck', 'is derived from x-showrunner.health'],
  ['labels', 'are set by Showrunner'],
  ['network_mode', 'is said by x-showrunner.namespace-of on the component'],
  ['privileged', 'is never given; name what is needed in cap_add and devices'],
  ['restart', 'is decided by Showrunner'],
]);
