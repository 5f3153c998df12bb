import { z } from 'zod';
import { type HostEntry, readEntry } from '#platform/host-entry.ts';
import { readStatus } from '#supervisor/status.ts';
import { command } from '../../command.ts';
import { commandLine } from '../../instance.ts';
import { findJoined } from '../../joined.ts';
import { span } from '../../output/paint.ts';
import { ago } from '../../output/times.ts';
import { notJoined } from './not-joined.ts';

/** What this home has joined; `unreachable` when its worker does not run, or is not let in. */
export const run = command(z.object({}), async (context) => {
  const found = await findJoined(context);
  if (found === undefined) throw notJoined(context);
  const { home, joined } = found;
  const status = await readStatus(home);
  const worker = status?.processes.find(({ name }) => name === 'host');
  const entry = await readEntry(home.paths, worker?.pid);
  const { output, environment } = context;
  const { host, instance, gateway, address } = joined;
  output.document({
    host,
    instance,
    gateway,
    address,
    home: home.paths.root,
    worker: worker ?? null,
    entry: entry ?? null,
  });
  const started = worker?.startedAt === undefined ? '' : `, started ${ago(worker.startedAt, Date.now())}`;
  const rows = [
    ['host', host],
    ['of', `${instance.name} (${instance.id})`],
    ['gateway', gateway],
    ['reached at', address],
    ['home', home.paths.root],
    [
      'worker',
      worker === undefined ? `does not run; ${commandLine(environment, 'up')}` : `${worker.state}${started}`,
    ],
    ...(entry === undefined || worker === undefined ? [] : [['control plane', told(entry)]]),
  ];
  output.print(
    rows.map(([name = '', value = '']) => `${output.paint(span(name.padEnd(15), 'dim'))}${value}`).join('\n'),
  );
  return worker === undefined || (entry !== undefined && entry.outcome !== 'entered') ? 'unreachable' : 'ok';
});

function told({ outcome, at, reason }: HostEntry): string {
  const since = ago(at, Date.now());
  return outcome === 'entered'
    ? `let it in ${since}`
    : `${outcome === 'refused' ? 'refused it' : 'cannot be reached'} ${since}: ${reason}`;
}
