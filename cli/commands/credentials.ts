import { z } from 'zod';
import { command } from '../command.ts';
import { connect } from '../connection.ts';
import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { readCredentials } from '../read-credentials.ts';

/** A service's login. The one place where a secret is printed: because it was asked for. */
export const run = command(z.object({ service: z.string() }), async (context, { service }) => {
  const { output } = context;
  const { client } = await connect(context);
  const credentials = await readCredentials(client, service);
  output.document({ service, ...credentials });
  const { user, password, apiKey } = credentials;
  if (user === undefined && password === undefined && apiKey === undefined) {
    output.print(`${service} has no login.`);
    return 'ok';
  }
  const { web } = output.json ? {} : await client.services.get(service);
  for (const [name, value] of Object.entries({ address: web, user, password, 'API key': apiKey })) {
    if (value !== undefined) output.print(row(name, value, output));
  }
  return 'ok';
});

function row(name: string, value: string, { paint }: Output): string {
  return `${paint(span(name.padEnd(10), 'dim'))}${value}`;
}
