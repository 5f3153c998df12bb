import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCatalogFiles } from '#adapters/catalog-files/catalog-files.ts';
import type { Definition, SettingDefinition } from '#domain/definition.ts';
import { catalogJsonSchema } from '#schemas/catalog/json-schema.ts';

/** A generated file: where it belongs below the repository's root, and what it should hold. */
interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

const root = join(import.meta.dirname, '..');

/** Writes what is stale, or with `--check` only names it. */
async function main(check: boolean): Promise<number> {
  const stale = await staleFiles();
  if (check) {
    for (const { path } of stale)
      process.stderr.write(`${path} is stale: run node scripts/generate-catalog-schema.ts\n`);
    return stale.length === 0 ? 0 : 1;
  }
  await Promise.all(stale.map(({ path, text }) => writeFile(join(root, path), text)));
  return 0;
}

/** The JSON Schema of `service.yaml`, and the reference page of the catalog. */
async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const definitions = await createCatalogFiles({ folder: join(root, 'catalog') }).list();
  return [
    formatted('catalog/schema.json', JSON.stringify(catalogJsonSchema())),
    { path: 'docs/reference/catalog.md', text: page(definitions) },
  ];
}

async function staleFiles(): Promise<readonly GeneratedFile[]> {
  const files = await generatedFiles();
  const present = await Promise.all(
    files.map(({ path }) => readFile(join(root, path), 'utf8').catch(() => '')),
  );
  return files.filter(({ text }, at) => present[at] !== text);
}

function formatted(path: string, unformatted: string): GeneratedFile {
  const biome = join(root, 'node_modules', '.bin', 'biome');
  const text = execFileSync(biome, ['format', `--stdin-file-path=${path}`], {
    input: unformatted,
    cwd: root,
    encoding: 'utf8',
  });
  return { path, text };
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

process.exitCode = await main(process.argv.includes('--check'));
