import { type JsonObject, mergeKnown, numberOf, numbersOf, objectsOf, textOf } from '../../shared/json.ts';
import type { Stored } from '../context.ts';
import { isSecret, mask, type ProviderKind, type Template } from './kind.ts';

/** A provider as it is stored: the fields' values by name, secrets in clear text. */
export interface ProviderData {
  readonly name: string;
  readonly implementation: string;
  readonly tags: readonly number[];
  readonly extras: JsonObject;
  readonly values: JsonObject;
}

/** What a body asks for. Unknown fields are ignored, missing ones take their default, a mask keeps what was stored. */
export function dataOf(
  kind: ProviderKind,
  template: Template,
  body: JsonObject,
  stored?: ProviderData,
): ProviderData {
  const given = new Map(objectsOf(body.fields).map((field) => [textOf(field.name), field.value]));
  const values = template.fields.map((field) => {
    const value = given.get(field.name) ?? field.value ?? null;
    return [
      field.name,
      value === mask && isSecret(field) ? (stored?.values[field.name] ?? '') : value,
    ] as const;
  });
  return {
    name: textOf(body.name),
    implementation: template.implementation,
    tags: [...new Set(numbersOf(body.tags))],
    extras: mergeKnown(kind.extras, body),
    values: Object.fromEntries(values),
  };
}

export function resourceOf(
  kind: ProviderKind,
  template: Template,
  data: ProviderData,
  id: number,
): JsonObject {
  return {
    ...(id === 0 ? {} : { id }),
    name: data.name,
    fields: template.fields.map((field, order) => ({
      order,
      name: field.name,
      label: field.label,
      ...shownValue(field.name, data.values, isSecret(field)),
      type: field.type,
      advanced: field.advanced ?? false,
      ...(field.options === undefined ? {} : { selectOptions: optionsOf(field.options) }),
      privacy: field.privacy ?? 'normal',
      isFloat: false,
    })),
    implementationName: template.implementationName,
    implementation: template.implementation,
    configContract: template.configContract,
    infoLink: '',
    tags: data.tags,
    ...data.extras,
    ...kind.computed(template),
  };
}

/** An entry of `/schema`: a template with its defaults. */
export function schemaOf(kind: ProviderKind, template: Template): JsonObject {
  const data = dataOf(kind, template, { name: '' });
  const enabled = Object.hasOwn(kind.extras, 'enable') ? { enable: true } : {};
  return { ...resourceOf(kind, template, data, 0), ...enabled, presets: [] };
}

export function storedData(stored: Stored): ProviderData {
  const { data } = stored;
  return {
    name: textOf(data.name),
    implementation: textOf(data.implementation),
    tags: numbersOf(data.tags),
    extras: mergeObject(data.extras),
    values: mergeObject(data.values),
  };
}

function mergeObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function shownValue(name: string, values: JsonObject, secret: boolean): JsonObject {
  const value = values[name];
  if (value === null || value === undefined) return {};
  return { value: secret && value !== '' ? mask : value };
}

function optionsOf(options: readonly { readonly value: number; readonly name: string }[]): JsonObject[] {
  return options.map((option, order) => ({ value: numberOf(option.value), name: option.name, order }));
}
