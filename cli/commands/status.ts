import { z } from 'zod';
import { readStatus, type SupervisorStatus } from '#supervisor/status.ts';
import { command } from '../command.ts';
import { connect, findHome } from '../connection.ts';
import type { CliContext } from '../context.ts';
import type { Exit } from '../exit-codes.ts';
import { commandLine } from '../instance.ts';
import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { serviceStatus } from '../output/service-status.ts';
import { type Column, table } from '../output/table.ts';
import { ago, bytes } from '../output/times.ts';

const input = z.object({ service: z.string().optional() });

/** What runs for this instance, `unreachable` when nothing does; or the state of a service. */
export const run = command(input, async (context, { service }) =>
  service === undefined ? showInstance(context) : showService(context, service),
);

async function showService(context: CliContext, id: string): Promise<Exit> {
  const { output, environment } = context;
  const { client } = await connect(context);
  const state = await client.services.status(id);
  output.document(state);
  output.print(`${serviceStatus(state, output)}\n\nMore:  ${commandLine(environment, `why ${id}`)}`);
  return 'ok';
}

async function showInstance(context: CliContext): Promise<Exit> {
  const { output, environment } = context;
  const home = await findHome(context);
  const status = await readStatus(home);
  if (status === undefined) {
    const { id, name } = home;
    output.document({ instance: { id, name }, home: home.paths.root, state: 'stopped' });
    output.print(`The control plane of instance "${name}" does not run (home ${home.paths.root}).`);
    output.print(`Start it with ${commandLine(environment, 'up')}.`);
    return 'unreachable';
  }
  output.document(status);
  output.print(`${facts(status, output)}\n\n${processes(status, output)}`);
  return 'ok';
}

function facts(status: SupervisorStatus, { paint }: Output): string {
  const { instance, home, state, api, graphql, temporalUi, memory } = status;
  const proportional =
    memory.proportionalBytes === undefined
      ? ''
      : `, ${bytes(memory.proportionalBytes)} without what is shared`;
  const rows = [
    ['instance', `${instance.name} (${instance.id}), ${state}`],
    ['home', home],
    ...(api === undefined
      ? []
      : [
          ['API', api],
          ['reference', `${api}/docs`],
          ['GraphQL', graphql],
        ]),
    ...(temporalUi === undefined ? [] : [['Temporal UI', temporalUi]]),
    ['memory', `${bytes(memory.residentBytes)} resident${proportional}`],
  ];
  return rows.map(([name = '', value = '']) => `${paint(span(name.padEnd(13), 'dim'))}${value}`).join('\n');
}

type Process = SupervisorStatus['processes'][number];

function processes(status: SupervisorStatus, { paint, columns }: Output): string {
  const now = Date.now();
  const list: readonly Column<Process>[] = [
    { title: 'process', cell: ({ name }) => span(name, 'bold') },
    {
      title: 'state',
      cell: ({ state }) => span(state, state === 'ready' ? 'green' : state === 'done' ? 'dim' : 'yellow'),
    },
    { title: 'pid', cell: ({ pid }) => (pid === undefined ? '' : String(pid)), align: 'right' },
    { title: 'started', cell: ({ startedAt }) => (startedAt === undefined ? '' : ago(startedAt, now)) },
    {
      title: 'restarts',
      cell: ({ restarts }) => (restarts === 0 ? '' : span(String(restarts), 'yellow')),
      align: 'right',
    },
    {
      title: 'memory',
      cell: ({ memoryBytes }) => (memoryBytes === 0 ? '' : bytes(memoryBytes)),
      align: 'right',
    },
  ];
  return table(status.processes, list, { paint, columns: columns() });
}
