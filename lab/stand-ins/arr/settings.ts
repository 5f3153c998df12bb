import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readIfPresent, writeAtomically } from '../shared/state.ts';
import type { ArrApp } from './apps.ts';

/** The settings that live outside the database: the environment wins over config.xml, which wins over the default. */
export interface Settings {
  apiKey(): string;
  /** A new key in the file. One from the environment stays in force all the same. */
  resetApiKey(): void;
  readonly port: number;
  readonly urlBase: string;
  readonly bindAddress: string;
  readonly instanceName: string;
  authenticationMethod(): string;
  /** In the file; as with the key, one from the environment stays in force. Another case than the usual one is taken. */
  saveAuthenticationMethod(method: string): void;
  readonly authenticationRequired: string;
}

const methods = ['None', 'Basic', 'Forms', 'External'];
const requirements = ['Enabled', 'DisabledForLocalAddresses'];

export function openSettings(app: ArrApp, configFolder: string, env: NodeJS.ProcessEnv): Settings {
  const file = join(configFolder, 'config.xml');
  const elements = readElements(file);
  const fromEnv = (key: string) => env[`${app.id.toUpperCase()}__${key}`];
  // The case counts: a wrong one is ignored without a word, and the file's value holds.
  const oneOf = (allowed: readonly string[], key: string, element: string) =>
    [fromEnv(key), elements.get(element)].find((value) => value !== undefined && allowed.includes(value));

  const keyFromEnv = fromEnv('AUTH__APIKEY');
  if (!elements.has('ApiKey') && keyFromEnv === undefined) elements.set('ApiKey', newKey());
  const settings: Settings = {
    apiKey: () => keyFromEnv ?? elements.get('ApiKey') ?? '',
    resetApiKey() {
      elements.set('ApiKey', newKey());
      writeElements(file, elements);
    },
    port: Number(fromEnv('SERVER__PORT') ?? elements.get('Port') ?? app.port),
    urlBase: normaliseBase(fromEnv('SERVER__URLBASE') ?? elements.get('UrlBase') ?? ''),
    bindAddress: fromEnv('SERVER__BINDADDRESS') ?? elements.get('BindAddress') ?? '*',
    instanceName: fromEnv('APP__INSTANCENAME') ?? elements.get('InstanceName') ?? app.name,
    authenticationMethod: () => oneOf(methods, 'AUTH__METHOD', 'AuthenticationMethod') ?? 'None',
    saveAuthenticationMethod(method) {
      const known = methods.find((name) => name.toLowerCase() === method.toLowerCase());
      if (known === undefined) return;
      elements.set('AuthenticationMethod', known);
      writeElements(file, elements);
    },
    authenticationRequired: oneOf(requirements, 'AUTH__REQUIRED', 'AuthenticationRequired') ?? 'Enabled',
  };
  writeElements(file, withDefaults(elements, app));
  return settings;
}

/** A key that came from the environment is never written down; the file then has none. */
function withDefaults(elements: Map<string, string>, app: ArrApp): Map<string, string> {
  const defaults = {
    BindAddress: '*',
    Port: String(app.port),
    SslPort: String(app.sslPort),
    EnableSsl: 'False',
    LaunchBrowser: 'True',
    Branch: 'main',
    LogLevel: 'info',
    UrlBase: '',
    InstanceName: app.name,
  };
  for (const [name, value] of Object.entries(defaults)) {
    if (!elements.has(name)) elements.set(name, value);
  }
  return elements;
}

function readElements(file: string): Map<string, string> {
  const text = readIfPresent(file);
  if (text === undefined) return new Map();
  if (!/<Config>[\s\S]*<\/Config>/.test(text))
    throw new Error(`${file} is corrupt. Please delete it and start again`);
  const found = text.matchAll(/<(\w+)>([^<]*)<\/\1>/g);
  return new Map([...found].map(([, name = '', value = '']) => [name, unescapeXml(value)]));
}

function writeElements(file: string, elements: ReadonlyMap<string, string>): void {
  const lines = [...elements].map(([name, value]) => `  <${name}>${escapeXml(value)}</${name}>`);
  writeAtomically(file, `<Config>\n${lines.join('\n')}\n</Config>\n`);
}

function newKey(): string {
  return randomBytes(16).toString('hex');
}

function normaliseBase(base: string): string {
  const trimmed = base.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
