import type { CatalogEntry, Config, Service } from '#sdk/generated/schema.ts';
import type { Output } from './output.ts';
import { span } from './paint.ts';
import { type Column, table } from './table.ts';

/** The settings that a definition takes. */
export function catalogSettingsTable(entry: CatalogEntry, { paint, columns }: Output): string {
  const rows = Object.entries(entry.settings).map(([name, setting]) => ({
    name: `${entry.id}.${name}`,
    ...setting,
  }));
  const list: readonly Column<(typeof rows)[number]>[] = [
    { title: 'setting', cell: ({ name }) => span(name, 'bold') },
    { title: 'needed', cell: needOf },
    { title: 'default', cell: (setting) => String(setting.default ?? '') },
    {
      title: 'value',
      cell: ({ type, secret, choices }) => `${secret ? 'secret ' : ''}${choices?.join(', ') ?? type}`,
      shrinks: true,
    },
    { title: 'what', cell: ({ title, description }) => `${title}. ${description}`, shrinks: true },
  ];
  return table(rows, list, { paint, columns: columns() });
}

function needOf({ required, when }: CatalogEntry['settings'][string]): string {
  if (!required) return 'no';
  return when === undefined ? 'yes' : `if ${when.setting} is ${String(when.equals)}`;
}

/** The instance's settings, with those marked that nobody gave. */
export function configTable({ settings, given }: Config, { paint, columns }: Output): string {
  const rows = Object.entries(settings).toSorted(([one], [other]) => one.localeCompare(other));
  const list: readonly Column<(typeof rows)[number]>[] = [
    { title: 'setting', cell: ([name]) => span(name, 'bold') },
    {
      title: 'value',
      cell: ([, value]) => (value === '' ? span('(none)', 'dim') : String(value)),
      shrinks: true,
    },
    { title: 'from', cell: ([name]) => span(given.includes(name) ? 'given' : 'default', 'dim') },
  ];
  return table(rows, list, { paint, columns: columns() });
}

/** A service's settings; of secret ones the names alone. */
export function serviceSettingsTable(
  { id, settings, secretSettings }: Service,
  { paint, columns }: Output,
): string {
  const rows = [
    ...Object.entries(settings).map(([name, value]) => ({ name, value: span(String(value)) })),
    ...secretSettings.map((name) => ({ name, value: span('(secret)', 'dim') })),
  ];
  const list: readonly Column<(typeof rows)[number]>[] = [
    { title: 'setting', cell: ({ name }) => span(`${id}.${name}`, 'bold') },
    { title: 'value', cell: ({ value }) => value, shrinks: true },
  ];
  return table(rows, list, { paint, columns: columns() });
}
