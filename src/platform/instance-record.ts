import { DomainError } from '#domain/errors.ts';
import { decodeFields, type Fields, isFields, isText, isWholeNumber } from './decode.ts';

/** Loopback ports, chosen once and kept. */
export interface InstancePorts {
  readonly api: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly temporalMetrics: number;
  readonly postgres: number;
  readonly labRegistry: number;
}

/** What `instance.json` holds. */
export interface InstanceRecord {
  readonly format: 1;
  /** Twelve hexadecimal digits; the value of the label `showrunner.instance`. */
  readonly id: string;
  readonly name: string;
  readonly ports: InstancePorts;
  readonly createdAt: string;
}

export function encodeInstance(record: InstanceRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** Reads `instance.json`; a file that is damaged, or of a newer Showrunner, is `home-unusable`. */
export function decodeInstance(file: string, text: string): InstanceRecord {
  const fields = decodeFields(text);
  if (fields === undefined) throw unusable(file, 'it is not a JSON object');
  if (fields.format !== 1)
    throw unusable(file, `its format is ${JSON.stringify(fields.format)}, and only 1 is known`);
  const { id, name, createdAt } = fields;
  if (!isText(id) || !/^[0-9a-f]{12}$/.test(id)) throw unusable(file, 'id is not twelve hexadecimal digits');
  if (!isText(name) || name === '') throw unusable(file, 'name is missing');
  if (!isText(createdAt)) throw unusable(file, 'createdAt is missing');
  return { format: 1, id, name, ports: decodePorts(file, fields.ports), createdAt };
}

function decodePorts(file: string, value: unknown): InstancePorts {
  if (!isFields(value)) throw unusable(file, 'ports is missing');
  return {
    api: port(file, value, 'api'),
    temporal: port(file, value, 'temporal'),
    temporalUi: port(file, value, 'temporalUi'),
    temporalMetrics: port(file, value, 'temporalMetrics'),
    postgres: port(file, value, 'postgres'),
    labRegistry: port(file, value, 'labRegistry'),
  };
}

function port(file: string, ports: Fields, key: keyof InstancePorts): number {
  const value = ports[key];
  if (isWholeNumber(value) && value > 0 && value < 65536) return value;
  throw unusable(file, `ports.${key} is not a port`);
}

function unusable(file: string, reason: string): DomainError {
  return new DomainError('home-unusable', `${file} cannot be used: ${reason}.`);
}
