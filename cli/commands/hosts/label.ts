import { z } from 'zod';
import { command } from '../../command.ts';
import { connect } from '../../connection.ts';
import { labelsText } from '../../output/host-table.ts';
import { readLabels } from './read-labels.ts';

const input = z.object({ host: z.string(), labels: z.array(z.string()) });

export const run = command(input, async (context, { host: id, labels: given }) => {
  const changes = readLabels('labels', given, { removal: true });
  const { client } = await connect(context);
  const host = await client.hosts.label(id, changes);
  context.output.document(host);
  const labels = labelsText(host.labels);
  context.output.print(labels === '' ? `${id} has no labels.` : `${id}: ${labels}`);
  return 'ok';
});
