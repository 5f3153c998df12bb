import type { ShowrunnerClient } from '#sdk/client.ts';

/** What a test plans of a client; whatever else is called throws. */
export type PlannedCalls = { readonly [Group in keyof ShowrunnerClient]?: Partial<ShowrunnerClient[Group]> };

export function fakeClient(planned: PlannedCalls): ShowrunnerClient {
  return strict(planned, 'client') as ShowrunnerClient;
}

function strict(target: object, path: string): object {
  return new Proxy(target, {
    get: (held, name) => {
      const value: unknown = Reflect.get(held, name);
      if (value === undefined) throw new Error(`${path}.${String(name)} was not planned.`);
      return typeof value === 'object' && value !== null ? strict(value, `${path}.${String(name)}`) : value;
    },
  });
}
