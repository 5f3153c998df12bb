import { z } from 'zod';
import type { CatalogEntry } from '#sdk/generated/schema.ts';
import { command } from '../command.ts';
import { connect } from '../connection.ts';
import type { Output } from '../output/output.ts';
import { span } from '../output/paint.ts';
import { catalogSettingsTable } from '../output/settings-table.ts';
import { type Column, table } from '../output/table.ts';

/** What can be installed; one definition with its settings. */
export const run = command(z.object({ id: z.string().optional() }), async (context, { id }) => {
  const { output } = context;
  const { client } = await connect(context);
  if (id === undefined) {
    const catalog = await client.catalog.list();
    output.document(catalog);
    output.print(listOfDefinitions(catalog.definitions, output));
    return 'ok';
  }
  const entry = await client.catalog.get(id);
  output.document(entry);
  output.print(describe(entry, output));
  return 'ok';
});

function listOfDefinitions(definitions: readonly CatalogEntry[], { paint, columns }: Output): string {
  const list: readonly Column<CatalogEntry>[] = [
    { title: 'id', cell: ({ id }) => span(id, 'bold') },
    { title: 'program', cell: ({ title, version }) => `${title} ${version}` },
    { title: 'category', cell: ({ category }) => category },
    { title: 'requires', cell: ({ requires }) => needed(requires), shrinks: true },
    { title: 'description', cell: ({ description }) => description, shrinks: true },
  ];
  return table(definitions, list, { paint, columns: columns() });
}

function describe(entry: CatalogEntry, output: Output): string {
  const { paint } = output;
  const facts: readonly (readonly [string, string])[] = [
    ['program', `${entry.title} ${entry.version}`],
    ['category', entry.category],
    ['website', entry.website],
    ['provides', entry.provides.join(', ')],
    ['requires', needed(entry.requires)],
    [
      'optional',
      entry.requires
        .filter(({ optional }) => optional)
        .map((one) => one.default)
        .join(', '),
    ],
    ['images', entry.images.map(({ image }) => image).join(', ')],
    ['ports', entry.ports.map(({ container, protocol }) => `${container}/${protocol}`).join(', ')],
  ];
  const shown = facts.filter(([, value]) => value !== '');
  const names = Object.keys(entry.settings);
  return [
    `${paint(span(entry.id, 'bold'))}  ${entry.description}`,
    '',
    ...shown.map(([name, value]) => `${paint(span(name.padEnd(10), 'dim'))}${value}`),
    ...(names.length === 0 ? [] : ['', catalogSettingsTable(entry, output)]),
  ].join('\n');
}

function needed(requires: CatalogEntry['requires']): string {
  return requires
    .filter(({ optional }) => !optional)
    .map((one) => (one.default === one.capability ? one.default : `${one.default} (${one.capability})`))
    .join(', ');
}
