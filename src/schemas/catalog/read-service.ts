import type { Definition } from '#domain/definition.ts';
import { checkBlock } from './check-block.ts';
import { checkParts } from './check-parts.ts';
import { checkSettings } from './check-settings.ts';
import { checkVariables } from './check-variables.ts';
import { type Issue, issuesOf } from './issue.ts';
import { type ServiceFile, serviceFileSchema } from './service-file.ts';
import { type SeededTexts, toDefinition } from './to-definition.ts';

export interface ServiceReading {
  /** Absent when there are issues. */
  readonly definition?: Definition;
  readonly issues: readonly Issue[];
}

/** Parses and cross-checks what a `service.yaml` holds. `id` is the name of its folder. */
export function readService(id: string, value: unknown, texts: SeededTexts): ServiceReading {
  const parsed = serviceFileSchema.safeParse(value);
  if (!parsed.success) {
    const issues = issuesOf(parsed.error);
    const rest = serviceFileSchema.safeParse(withoutUnknownKeys(value, parsed.error.issues));
    return { issues: rest.success ? [...issues, ...crossCheck(id, rest.data, texts)] : issues };
  }
  const issues = crossCheck(id, parsed.data, texts);
  return issues.length > 0 ? { issues } : { definition: toDefinition(parsed.data, texts), issues };
}

function crossCheck(id: string, file: ServiceFile, texts: SeededTexts): readonly Issue[] {
  const named = { ...file, name: id };
  return [
    ...(file.name === id ? [] : [{ path: ['name'], reason: `must be ${id}, the name of its folder` }]),
    ...checkParts(named),
    ...checkSettings(named),
    ...checkBlock(named, texts),
    ...checkVariables(named, texts),
  ];
}

type ZodIssues = NonNullable<ReturnType<typeof serviceFileSchema.safeParse>['error']>['issues'];

/** A misspelt key is the commonest fault, and must not hide those that only show when the whole was read. */
function withoutUnknownKeys(value: unknown, issues: ZodIssues): unknown {
  const copy: unknown = structuredClone(value);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const owner = issue.path.reduce(member, copy);
    if (typeof owner === 'object' && owner !== null)
      for (const key of issue.keys) Reflect.deleteProperty(owner, key);
  }
  return copy;
}

function member(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
