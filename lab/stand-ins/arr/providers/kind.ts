import type { JsonObject } from '../../shared/json.ts';
import type { ArrContext } from '../context.ts';
import type { Failure } from '../failures.ts';

/**
 * "Providers" are what these programs call everything that has an implementation with fields of its own: download
 * clients, notifications, indexers, applications. All follow the same rules.
 */
export interface ProviderKind {
  readonly path: 'downloadclient' | 'notification' | 'indexer' | 'applications';
  /** Keys beside the fields, with the value that a missing one takes. */
  readonly extras: JsonObject;
  /** Keys that only the program itself decides. */
  computed(template: Template): JsonObject;
  /** Only an enabled one is tested before it is saved. */
  isEnabled(data: JsonObject): boolean;
  readonly templates: readonly Template[];
}

export interface Template {
  readonly implementation: string;
  readonly implementationName: string;
  readonly configContract: string;
  readonly protocol?: 'usenet' | 'torrent';
  readonly fields: readonly FieldTemplate[];
  /** What is wrong with the values by themselves. */
  validate(values: JsonObject): readonly Failure[];
  /** What the other side says. */
  test(values: JsonObject, context: ArrContext): Promise<readonly Failure[]>;
}

export interface FieldTemplate {
  readonly name: string;
  readonly label: string;
  readonly type: 'textbox' | 'password' | 'checkbox' | 'select' | 'number' | 'url';
  readonly value?: unknown;
  readonly privacy?: 'normal' | 'password' | 'apiKey' | 'userName';
  readonly advanced?: boolean;
  readonly options?: readonly { readonly value: number; readonly name: string }[];
}

export const mask = '********';

export function isSecret(field: FieldTemplate): boolean {
  return field.privacy === 'password' || field.privacy === 'apiKey';
}

export function required(
  values: JsonObject,
  fields: readonly (readonly [name: string, property: string])[],
): Failure[] {
  return fields.flatMap(([name, property]) =>
    values[name] === undefined || values[name] === null || values[name] === ''
      ? [
          {
            propertyName: property,
            errorMessage: `'${spaced(property)}' must not be empty.`,
            attemptedValue: values[name] ?? null,
          },
        ]
      : [],
  );
}

export function portInRange(values: JsonObject): Failure[] {
  const port = Number(values.port);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return [];
  const errorMessage = `'Port' must be between 1 and 65535. You entered ${String(values.port)}.`;
  return [{ propertyName: 'Port', errorMessage, attemptedValue: values.port }];
}

function spaced(property: string): string {
  return property.replace(/([a-z])([A-Z])/g, '$1 $2');
}
