import type { Plan, Reply } from './fake-app.ts';

type Fields = readonly { readonly name: string; readonly value?: unknown }[];
export interface FakeEntry {
  id?: number;
  name?: string;
  implementation: string;
  fields: Fields;
  [setting: string]: unknown;
}

export interface FakeArr {
  /** What is stored, secrets in clear text. */
  readonly entries: FakeEntry[];
  /** What the next test of a connection says; nothing lets it pass. */
  refusal: Reply | undefined;
  readonly plan: Plan;
  field(name: string): unknown;
  change(name: string, value: unknown): void;
}

export interface FakeArrOptions {
  readonly appName: string;
  readonly api: string;
  readonly resource: string;
  readonly template: FakeEntry;
  readonly secretFields: readonly string[];
  readonly more?: Plan;
}

const mask = '********';

/** One provider resource of one application, small enough to be seen through: masks, tests on save, ids. */
export function fakeArr(options: FakeArrOptions): FakeArr {
  const { api, resource, template, secretFields } = options;
  const entries: FakeEntry[] = [];
  const path = `/api/${api}/${resource}`;
  const shown = (entry: FakeEntry): FakeEntry => ({
    ...entry,
    fields: entry.fields.map((one) => (secretFields.includes(one.name) ? { ...one, value: mask } : one)),
  });
  const save = (body: string, id: number): Reply => {
    if (arr.refusal !== undefined) return arr.refusal;
    const before = entries.find((entry) => entry.id === id);
    const given: FakeEntry = JSON.parse(body);
    const fields = given.fields.map((one) =>
      one.value === mask
        ? { ...one, value: before?.fields.find(({ name }) => name === one.name)?.value }
        : one,
    );
    entries.splice(before === undefined ? entries.length : entries.indexOf(before), before ? 1 : 0, {
      ...given,
      id,
      fields,
    });
    return { status: before === undefined ? 201 : 202, json: shown({ ...given, id, fields }) };
  };
  const arr: FakeArr = {
    entries,
    refusal: undefined,
    field: (name) => entries[0]?.fields.find((one) => one.name === name)?.value,
    change(name, value) {
      const entry = entries[0];
      if (entry === undefined) throw new Error('there is no entry to change');
      const isField = entry.fields.some((one) => one.name === name);
      if (!isField) entry[name] = value;
      entry.fields = entry.fields.map((one) => (one.name === name ? { name, value } : one));
    },
    plan: {
      [`GET /api/${api}/system/status`]: { json: { appName: options.appName, version: '4.0.19' } },
      [`GET ${path}`]: () => ({ json: entries.map(shown) }),
      [`GET ${path}/schema`]: { json: [{ implementation: 'Other', fields: [] }, template] },
      [`POST ${path}`]: ({ body }) => save(body, 1),
      [`PUT ${path}/1`]: ({ body }) => save(body, 1),
      [`DELETE ${path}/1`]: () => {
        entries.length = 0;
        return { json: {} };
      },
      [`POST ${path}/test`]: () => arr.refusal ?? { json: {} },
      ...options.more,
    },
  };
  return arr;
}
