import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import type { Definition, SettingDefinition } from '#domain/definition.ts';
import { catalogJsonSchema } from '#schemas/catalog/json-schema.ts';

/** A generated file: where it belongs below the repository's root, and what it should hold. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

const root = join(import.meta.dirname, '..');
const schemaFile = 'catalog/schema.json';

/** The JSON Schema of `service.yaml`, and the reference page of the catalog. */
export async function generatedCatalogFiles(): Promise<readonly GeneratedFile[]> {
  const definitions = await createCatalogFiles({ folder: join(root, 'catalog') }).list();
  return [
    {
      path: 'catalog/schema.json',
      text: formatted('catalog/schema.json', JSON.stringify(catalogJsonSchema())),
    },
    { path: 'docs/reference/catalog.md', text: page(definitions) },
  ];
}

/** Paths of generated files that are not as they should be. */
export async function staleCatalogFiles(): Promise<readonly string[]> {
  const files = await generatedCatalogFiles();
  const present = await Promise.all(
    files.map(({ path }) => readFile(join(root, path), 'utf8').catch(() => '')),
  );
  return files.filter(({ text }, at) => present[at] !== text).map(({ path }) => path);
}

function formatted(path: string, text: string): string {
  const biome = join(root, 'node_modules', '.bin', 'biome');
  return execFileSync(biome, ['format', `--stdin-file-path=${path}`], {
    input: text,
    cwd: root,
    encoding: 'utf8',
  });
}

function page(definitions: readonly Definition[]): string {
  return `# Catalog

Generated from \`catalog/\` by \`scripts/generate-catalog-schema.ts\`; do not edit.

${table(['service', 'program', 'image', 'provides', 'requires', 'ports'], definitions.map(serviceRow))}

*optional: linked when present, never installed on its own.*

## Settings

Given with \`--set <service>.<setting>=<value>\`, \`--settings FILE\` or the API.

${definitions
  .filter(({ settings }) => Object.keys(settings).length > 0)
  .map(settingsSection)
  .join('\n\n')}

## Logins

\`showrunner credentials <service>\` shows them.

${table(
  ['service', 'user', 'password', 'API key'],
  definitions.flatMap(({ id, login }) =>
    login === undefined ? [] : [[id, login.user ?? '', login.password ?? '', login.apiKey ?? '']],
  ),
)}
`;
}

function serviceRow(definition: Definition): readonly string[] {
  const { id, title, version, provides, requires, components } = definition;
  return [
    `[${id}](../../catalog/${id}/service.yaml)`,
    `${title} ${version}`,
    components
      .map(({ vendorImage, digest }) => `\`${vendorImage}\`${digest === undefined ? '' : ', digest'}`)
      .join('<br>'),
    provides.join(', '),
    requires
      .map((one) => `${one.capability} (${one.default}${one.optional ? ', optional' : ''})`)
      .join('<br>'),
    components
      .flatMap(({ ports }) => ports.map(({ container, protocol }) => `${container}/${protocol}`))
      .join(', '),
  ];
}

function settingsSection({ id, title, settings }: Definition): string {
  const rows = Object.entries(settings).map(([name, setting]) => [
    `\`${id}.${name}\``,
    `${setting.title}. ${setting.description}`,
    `${setting.secret ? 'secret ' : ''}${(setting.choices ?? [setting.type]).join(', ')}`,
    need(setting),
    setting.default === undefined ? '' : `\`${String(setting.default)}\``,
  ]);
  return `### ${title}\n\n${table(['setting', 'what', 'value', 'needed', 'default'], rows)}`;
}

function need({ required, when }: SettingDefinition): string {
  if (!required) return 'no';
  return when === undefined ? 'yes' : `when ${when.setting} is ${String(when.equals)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

async function main(check: boolean): Promise<number> {
  const stale = await staleCatalogFiles();
  if (check) {
    for (const path of stale)
      process.stderr.write(`${path} is stale: run node scripts/generate-catalog-schema.ts\n`);
    return stale.length === 0 ? 0 : 1;
  }
  const files = (await generatedCatalogFiles()).filter(({ path }) => stale.includes(path));
  await Promise.all(files.map(({ path, text }) => writeFile(join(root, path), text)));
  return 0;
}

if (import.meta.main) process.exitCode = await main(process.argv.includes('--check'));
