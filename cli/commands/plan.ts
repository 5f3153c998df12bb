import { z } from 'zod';
import { printPlan } from '#domain/plan/print.ts';
import type { Fault, PlanPreview } from '#sdk/generated/schema.ts';
import { command, texts } from '../command.ts';
import { connect } from '../connection.ts';
import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { type Column, table } from '../output/table.ts';
import { counted } from '../output/text.ts';
import { placementInput, readPlacement } from '../placement.ts';
import { chooseSettings } from '../settings/choose-settings.ts';
import { readGivenSettings } from '../settings/given-settings.ts';
import { toPlan } from '../wire.ts';

const input = z.object({
  services: texts,
  set: texts,
  settings: z.string().optional(),
  ...placementInput,
});

/** What an installation would do. Settings that are missing are part of the answer, and its exit code. */
export const run = command(input, async (context, { services, host, label, ...flags }) => {
  const wish = readPlacement({ host, label });
  const given = await readGivenSettings(flags);
  const connection = await connect(context);
  const settings = { ...(await chooseSettings(context, connection, given)) };
  const preview = await connection.client.plans.create({ operation: 'install', services, settings, ...wish });
  context.output.document(preview);
  context.output.print(describe(preview, context.output));
  return preview.faults.length === 0 ? 'ok' : 'usage';
});

function describe(preview: PlanPreview, output: Output): string {
  const { plans, faults, notes, hash } = preview;
  const steps = plans.reduce((sum, plan) => sum + plan.steps.length, 0);
  const bodies = plans.map((plan) => {
    const count = plan.steps.length === 0 ? '' : `  ${counted(plan.steps.length, 'step')}`;
    return `${output.paint(span(plan.service, 'bold'))}${count}\n${indented(printPlan(toPlan(plan)))}`;
  });
  return [
    serviceTableOf(preview, output),
    ...(faults.length === 0 ? bodies : [faultList(faults, output)]),
    ...notes.map((note) => `note: ${note}`),
    ...(hash === undefined
      ? []
      : [steps === 0 ? 'Nothing would be done.' : `${counted(steps, 'step')}; nothing was done.`]),
  ].join('\n\n');
}

type PlannedService = PlanPreview['services'][number];

function serviceTableOf({ services }: PlanPreview, { paint, columns }: Output): string {
  const list: readonly Column<PlannedService>[] = [
    { title: 'service', cell: ({ id }) => span(id, 'bold') },
    { title: 'program', cell: ({ title, version }) => `${title} ${version}` },
    { title: 'why', cell: ({ origin }) => (origin === 'request' ? 'asked for' : 'required') },
    { title: 'host', cell: ({ host }) => host },
    { title: 'state', cell: ({ installed }) => (installed ? span('installed', 'green') : 'new') },
    { title: 'requires', cell: ({ requires }) => requires.join(', '), shrinks: true },
  ];
  return table(services, list, { paint, columns: columns() });
}

function faultList(faults: readonly Fault[], { paint }: Output): string {
  const rows = faults.map(({ field, reason }) => `  ${paint(span(field, 'bold'))}  ${reason}`);
  return ['These settings come first:', ...rows].join('\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
