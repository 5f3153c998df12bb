import { z } from 'zod';
import type { TestCli } from './cli.ts';

const credentialsSchema = z.object({
  user: z.string().optional(),
  password: z.string().optional(),
  apiKey: z.string().optional(),
  service: z.string(),
});

const servicesSchema = z.object({
  services: z.array(
    z.object({ id: z.string(), web: z.string().optional(), status: z.string(), health: z.string() }),
  ),
});

export type Credentials = z.infer<typeof credentialsSchema>;

export async function readLogin(cli: TestCli, service: string): Promise<Credentials> {
  return credentialsSchema.parse(await cli.json('credentials', service));
}

export async function readServices(cli: TestCli): Promise<z.infer<typeof servicesSchema>['services']> {
  return servicesSchema.parse(await cli.json('ps')).services;
}

/** One call to an application's own API, as its documentation says; the answer's JSON. */
export async function askApplication(
  base: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<unknown> {
  const response = await fetch(new URL(path, base), {
    headers: { ...headers, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(15_000),
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return text === '' ? undefined : JSON.parse(text);
}

const providerSchema = z.array(
  z.looseObject({
    name: z.string(),
    implementation: z.string(),
    fields: z.array(z.looseObject({ name: z.string(), value: z.unknown().optional() })),
  }),
);

export type Provider = z.infer<typeof providerSchema>[number];

/** Entries such as download clients, notifications and applications, with the values of their fields by name. */
export async function readProviders(
  base: string,
  path: string,
  apiKey: string,
): Promise<readonly (Provider & { values: Record<string, unknown> })[]> {
  const entries = providerSchema.parse(await askApplication(base, path, { 'x-api-key': apiKey }));
  return entries.map((entry) => ({
    ...entry,
    values: Object.fromEntries(entry.fields.map(({ name, value }) => [name, value])),
  }));
}
