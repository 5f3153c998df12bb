import { join } from 'node:path';
import type { Definition } from '#domain/definition.ts';
import type { Fault } from '#domain/errors.ts';
import { isSlug } from '#domain/ids.ts';
import type { Issue } from '#schemas/catalog/issue.ts';
import { readService } from '#schemas/catalog/read-service.ts';
import { listFolder } from './list-folder.ts';
import { parseYaml } from './parse-yaml.ts';
import { readText } from './read-text.ts';

export interface DefinitionReading {
  /** Absent when the file itself is faulty. */
  readonly definition?: Definition;
  readonly faults: readonly Fault[];
  /** Finds the line of a fault that shows only in relation to other definitions. */
  readonly faultOf?: (issue: Issue) => Fault;
}

const serviceFileName = 'service.yaml';
const serviceFileLimit = 256 * 1024;
const seededFileLimit = 64 * 1024;
/** Per file. Somebody corrects these first, and a file of nothing but faults must not fill the memory. */
const maxFaults = 100;

/** Reads `<folder>/<id>/service.yaml` and the files beside it. */
export async function readDefinition(folder: string, id: string): Promise<DefinitionReading> {
  if (!isSlug(id)) {
    return { faults: [{ field: id, reason: 'is a folder whose name cannot be a definition’s id' }] };
  }
  const field = `${id}/${serviceFileName}`;
  const file = await readText(join(folder, id, serviceFileName), serviceFileLimit);
  if ('reason' in file) return { faults: [{ field, reason: file.reason }] };
  const yaml = parseYaml(file.text);
  if (!yaml.ok) {
    return {
      faults: bounded(field, yaml.faults, ({ line, reason }) => ({ field: at(field, line), reason })),
    };
  }
  const beside = await readBeside(folder, id);
  const { definition, issues } = readService(id, yaml.value, beside.texts);
  const faultOf = ({ path, reason }: Issue): Fault => ({
    field: `${at(field, yaml.lineOf(path))} ${pathText(path)}`.trimEnd(),
    reason,
  });
  const faults = [...bounded(field, issues, faultOf), ...beside.faults];
  return definition === undefined ? { faults } : { definition, faultOf, faults };
}

/** The files beside `service.yaml`, which it may name as seeds. */
async function readBeside(folder: string, id: string) {
  const { entries } = await listFolder(join(folder, id));
  const texts = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { name } of entries.filter((one) => one.name !== serviceFileName && !one.name.startsWith('.'))) {
    const file = await readText(join(folder, id, name), seededFileLimit);
    if ('text' in file) texts.set(name, file.text);
    else faults.push({ field: `${id}/${name}`, reason: file.reason });
  }
  return { texts, faults };
}

function bounded<Found>(
  field: string,
  found: readonly Found[],
  toFault: (one: Found) => Fault,
): readonly Fault[] {
  const faults = found.slice(0, maxFaults).map(toFault);
  const rest = found.length - faults.length;
  return rest === 0 ? faults : [...faults, { field, reason: `has ${rest} more faults` }];
}

function at(field: string, line: number | undefined): string {
  return line === undefined ? field : `${field}:${line}`;
}

/** `services.sonarr.ports[0]` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}
