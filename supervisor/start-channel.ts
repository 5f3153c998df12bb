import { once } from 'node:events';
import { isErrorCode } from '#domain/errors.ts';
import { type Fields, isFields, isText, isWholeNumber } from '#platform/decode.ts';
import type { StartMessage, SupervisorSettings } from './contract.ts';

/** Between the supervisor and the process that starts it: settings one way, progress and outcome the other. */
export async function receiveSettings(): Promise<SupervisorSettings> {
  const [value] = await once(process, 'message', { signal: AbortSignal.timeout(10_000) });
  return decodeSettings(value);
}

/** Whoever started us may be gone by now: the outcome is in the log and in `status` as well. */
export function tellStarter(message: StartMessage): void {
  if (process.connected) process.send?.(message);
}

export function leaveStarter(): void {
  if (process.connected) process.disconnect();
}

export function decodeStartMessage(value: unknown): StartMessage | undefined {
  if (!isFields(value)) return undefined;
  const { kind, message, failure } = value;
  if (kind === 'ready') return { kind };
  if (kind === 'progress' && isText(message)) return { kind, message };
  if (kind === 'failed' && isFields(failure) && isText(failure.code) && isText(failure.message)) {
    const code = isErrorCode(failure.code) ? failure.code : 'internal';
    return { kind, failure: { code, message: failure.message } };
  }
  return undefined;
}

function decodeSettings(value: unknown): SupervisorSettings {
  if (!isFields(value)) throw new Error('No settings came from the process that started us.');
  const { api, temporal, postgres } = value;
  return {
    root: text(value, 'root'),
    variables: texts(value.variables),
    ...(isFields(api) ? { api: { host: text(api, 'host'), port: wholeNumber(api, 'port') } } : {}),
    ...(isFields(temporal)
      ? { temporal: { binary: text(temporal, 'binary'), serverVersion: text(temporal, 'serverVersion') } }
      : {}),
    ...(isFields(postgres) ? { postgres: { binaries: text(postgres, 'binaries') } } : {}),
  };
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (!isFields(value)) throw new Error('The settings hold no variables.');
  return Object.fromEntries(Object.keys(value).map((name) => [name, text(value, name)]));
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (isText(value)) return value;
  throw new Error(`The settings hold no ${name}.`);
}

function wholeNumber(fields: Fields, name: string): number {
  const value = fields[name];
  if (isWholeNumber(value)) return value;
  throw new Error(`The settings hold no ${name}.`);
}
