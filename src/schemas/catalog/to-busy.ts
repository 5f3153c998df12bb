import type { BusyDefinition, HeaderText } from '#domain/busy.ts';
import { type ComponentName, componentName } from '#domain/ids.ts';
import type { BusyFile } from './health.ts';
import { durationSeconds } from './scalars.ts';

const secretPlace = /\$\{SECRET_([A-Z0-9_]+)\}/;

export function toBusy(busy: BusyFile, main: ComponentName): BusyDefinition {
  const { component, longest, headers, any, ...rest } = busy;
  const texts = Object.entries(headers).map(([name, text]) => [name, toHeader(text)] as const);
  const wanted = Object.entries(any).map(([name, values]) => [name, [values].flat()] as const);
  return {
    ...rest,
    component: component === undefined ? main : componentName(component),
    headers: Object.fromEntries(texts),
    any: Object.fromEntries(wanted),
    longestSeconds: durationSeconds(longest),
  };
}

/** `SECRET_API_KEY` stands for the secret `api-key`. Split by the place with its name as a group, every other part is a name. */
export function toHeader(text: string): HeaderText {
  return text
    .split(secretPlace)
    .map((part, at) => (at % 2 === 0 ? part : { secret: part.toLowerCase().replaceAll('_', '-') }))
    .filter((part) => part !== '');
}
