import { z } from 'zod';
import { isUnknown, suffers } from '#domain/root-cause.ts';
import type { HealthDependencies, SystemHealth } from '#sdk/generated/schema.ts';
import { command } from '../command.ts';
import { connect } from '../connection.ts';
import type { Exit } from '../exit-codes.ts';
import { commandLine } from '../instance.ts';
import { conditionSentence } from '../output/condition.ts';
import { healthTree } from '../output/health-tree.ts';
import { span } from '../output/paint.ts';
import { counted, listOf, oneLine, wrapped } from '../output/text.ts';

/** How everything is, and what is to blame; `failed` when a service is not well, `unreachable` when the control plane is not. */
export const run = command(z.object({}), async (context) => {
  const { output, environment } = context;
  const { client } = await connect(context);
  const health = await client.health.get();
  const away = awayParts(health);
  const dependencies = health.controlPlane.database.ok ? await client.health.dependencies() : undefined;
  output.document({ ...health, ...(dependencies === undefined ? {} : { dependencies }) });
  for (const line of [...away, ...awayHosts(health)]) output.print(output.paint(span(line, 'red')));
  if (dependencies === undefined) return 'unreachable';
  const { services } = dependencies;
  const words = inWords(dependencies, Date.now()).flatMap((line) => wrapped(line, output.columns()));
  if (services.length === 0)
    output.print(`No service is installed. See ${commandLine(environment, 'catalog')}.`);
  else output.print(`${healthTree(dependencies, output)}\n\n${words.join('\n')}`);
  return exitFor(away, dependencies);
});

function exitFor(away: readonly string[], { services }: HealthDependencies): Exit {
  if (away.length > 0) return 'unreachable';
  return services.some((service) => suffers(service) || isUnknown(service)) ? 'failed' : 'ok';
}

function awayParts({ controlPlane }: SystemHealth): readonly string[] {
  const names = { api: 'The API', database: 'The database', temporal: 'Temporal' } as const;
  return (['api', 'database', 'temporal'] as const).flatMap((part) => {
    const { ok, detail } = controlPlane[part];
    return ok ? [] : [`${names[part]} is not well: ${oneLine(detail)}`];
  });
}

function awayHosts({ hostsAway }: SystemHealth): readonly string[] {
  return hostsAway.map(({ host }) => `Host ${host} is away, or only just back.`);
}

function inWords({ services, rootCauses }: HealthDependencies, now: number): readonly string[] {
  const unwell = services.filter(suffers).length;
  const unknown = services.filter(isUnknown).map(({ id }) => id);
  const obscure = unknown.length === 0 ? [] : [`Of ${listOf(unknown)} nothing is known.`];
  if (unwell === 0) return obscure.length > 0 ? obscure : [`${wellWords(services)}.`];
  const head = `${unwell} of ${counted(services.length, 'service')} ${unwell === 1 ? 'is' : 'are'} not well.`;
  return [head, ...rootCauses.map((cause) => blame(cause, now)), ...obscure];
}

function wellWords(services: HealthDependencies['services']): string {
  const off = services.filter(({ desired }) => desired !== 'running').map(({ id }) => id);
  if (off.length === 0)
    return services.length === 1 ? 'The one service is well' : `All ${services.length} services are well`;
  const running = services.length - off.length;
  const are = off.length === 1 ? 'is' : 'are';
  return `${running === 0 ? 'Nothing is to run' : `What is to run is well`}; ${listOf(off)} ${are} not to`;
}

function blame({ suffering, ...cause }: HealthDependencies['rootCauses'][number], now: number): string {
  const sentence = conditionSentence(cause, now);
  if (suffering.length === 0) return sentence;
  return `${sentence} Because of it ${listOf(suffering)} ${suffering.length === 1 ? 'is' : 'are'} not well.`;
}
