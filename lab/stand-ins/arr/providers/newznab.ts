import { type JsonObject, textOf } from '../../shared/json.ts';
import type { Failure } from '../failures.ts';
import { call, reasonOf } from './call.ts';
import { required, type Template } from './kind.ts';

/** What Prowlarr's indexers look like to the other programs. */
export const newznab: Template = newznabLike('Newznab', 'usenet');
export const torznab: Template = newznabLike('Torznab', 'torrent');

function newznabLike(implementation: 'Newznab' | 'Torznab', protocol: 'usenet' | 'torrent'): Template {
  return {
    implementation,
    implementationName: implementation,
    configContract: `${implementation}Settings`,
    protocol,
    fields: [
      { name: 'baseUrl', label: 'URL', type: 'textbox' },
      { name: 'apiPath', label: 'API Path', type: 'textbox', value: '/api', advanced: true },
      { name: 'apiKey', label: 'API Key', type: 'textbox', privacy: 'apiKey' },
      { name: 'categories', label: 'Categories', type: 'select', value: [5030, 5040] },
      { name: 'animeCategories', label: 'Anime Categories', type: 'select', value: [] },
      { name: 'additionalParameters', label: 'Additional Parameters', type: 'textbox', advanced: true },
    ],
    validate: (values) => required(values, [['baseUrl', 'BaseUrl']]),
    test: (values) => askForCapabilities(values),
  };
}

async function askForCapabilities(values: JsonObject): Promise<Failure[]> {
  const base = textOf(values.baseUrl).replace(/\/+$/, '');
  const path = textOf(values.apiPath, '/api').replace(/^\/*/, '/');
  const query = new URLSearchParams({ t: 'caps', apikey: textOf(values.apiKey) });
  try {
    const answer = await call(`${base}${path}?${query}`);
    const text = await answer.text();
    if (answer.status === 401) return [{ propertyName: 'ApiKey', errorMessage: 'Invalid API Key' }];
    if (answer.ok && text.includes('<caps')) return [];
    return [unable(`HTTP ${answer.status}`)];
  } catch (error) {
    return [unable(reasonOf(error))];
  }
}

function unable(reason: string): Failure {
  return {
    propertyName: '',
    errorMessage: `Unable to connect to indexer: ${reason}. Check the log for more details`,
  };
}
