import { type JsonObject, numberOf, objectOf, objectsOf } from '../shared/json.ts';
import { openState, type State } from '../shared/state.ts';
import type { ArrApp } from './apps.ts';
import type { Settings } from './settings.ts';

/** A stored thing with an id, as the API knows it. */
export interface Stored {
  readonly id: number;
  readonly data: JsonObject;
}

/** Everything that the app was told: lists by resource name, single objects by name. */
export interface ArrState {
  nextId: number;
  readonly lists: Record<string, Stored[]>;
  readonly singles: Record<string, JsonObject>;
}

export interface ArrContext {
  readonly app: ArrApp;
  readonly settings: Settings;
  readonly state: State<ArrState>;
  readonly started: Date;
}

export function openArrState(file: string): State<ArrState> {
  return openState(file, (stored) => {
    const root = objectOf(stored);
    const lists = Object.entries(objectOf(root.lists)).map(([name, items]) => [
      name,
      objectsOf(items).map(storedOf),
    ]);
    const singles = Object.entries(objectOf(root.singles)).map(([name, item]) => [name, objectOf(item)]);
    return {
      nextId: numberOf(root.nextId, 1),
      lists: Object.fromEntries(lists),
      singles: Object.fromEntries(singles),
    };
  });
}

export function listOf(context: ArrContext, name: string): readonly Stored[] {
  return context.state.value.lists[name] ?? [];
}

export function insert(context: ArrContext, name: string, data: JsonObject): Stored {
  const state = context.state.value;
  const stored = { id: state.nextId, data };
  state.nextId += 1;
  state.lists[name] = [...listOf(context, name), stored];
  context.state.save();
  return stored;
}

export function replace(context: ArrContext, name: string, stored: Stored): void {
  context.state.value.lists[name] = listOf(context, name).map((item) =>
    item.id === stored.id ? stored : item,
  );
  context.state.save();
}

/** True when it was there. */
export function remove(context: ArrContext, name: string, id: number): boolean {
  const before = listOf(context, name);
  const after = before.filter((item) => item.id !== id);
  if (after.length === before.length) return false;
  context.state.value.lists[name] = after;
  context.state.save();
  return true;
}

function storedOf(item: JsonObject): Stored {
  return { id: numberOf(item.id), data: objectOf(item.data) };
}
