import { type JsonObject, textOf } from '../../shared/json.ts';
import type { ArrContext } from '../context.ts';
import type { Failure } from '../failures.ts';
import { call, reasonOf } from './call.ts';
import { type FieldTemplate, required, type Template } from './kind.ts';

export const sonarrApplication = application(
  'Sonarr',
  '/api/v3',
  8989,
  [5000, 5010, 5020, 5030, 5040, 5045, 5050, 5090],
  [
    {
      name: 'animeSyncCategories',
      label: 'Anime Sync Categories',
      type: 'select',
      value: [5070],
      advanced: true,
    },
    {
      name: 'syncAnimeStandardFormatSearch',
      label: 'Sync Anime Standard Format Search',
      type: 'checkbox',
      value: true,
      advanced: true,
    },
  ],
);

export const radarrApplication = application(
  'Radarr',
  '/api/v3',
  7878,
  [2000, 2010, 2020, 2030, 2040, 2045, 2050, 2060, 2070, 2080, 2090],
  [],
);

export const lidarrApplication = application(
  'Lidarr',
  '/api/v1',
  8686,
  [3000, 3010, 3030, 3040, 3050, 3060],
  [],
);

function application(
  name: string,
  api: string,
  port: number,
  categories: readonly number[],
  more: readonly FieldTemplate[],
): Template {
  const reject = 'syncRejectBlocklistedTorrentHashesWhileGrabbing';
  return {
    implementation: name,
    implementationName: name,
    configContract: `${name}Settings`,
    fields: [
      { name: 'prowlarrUrl', label: 'Prowlarr Server', type: 'textbox', value: 'http://localhost:9696' },
      { name: 'baseUrl', label: `${name} Server`, type: 'textbox', value: `http://localhost:${port}` },
      { name: 'apiKey', label: 'API Key', type: 'textbox', privacy: 'apiKey' },
      { name: 'syncCategories', label: 'Sync Categories', type: 'select', value: categories, advanced: true },
      ...more,
      {
        name: reject,
        label: 'Reject Blocklisted Torrent Hashes',
        type: 'checkbox',
        value: false,
        advanced: true,
      },
    ],
    validate: (values) => [
      ...required(values, [['apiKey', 'ApiKey']]),
      ...validUrl(values, 'baseUrl'),
      ...validUrl(values, 'prowlarrUrl'),
    ],
    test: (values, context) => testBothWays(name, api, values, context),
  };
}

/** The app gets a test indexer that leads back here, so that its answer speaks for both directions. */
async function testBothWays(
  name: string,
  api: string,
  values: JsonObject,
  context: ArrContext,
): Promise<Failure[]> {
  const base = textOf(values.baseUrl).replace(/\/+$/, '');
  const indexer = {
    name: 'Test (Prowlarr)',
    implementation: 'Newznab',
    configContract: 'NewznabSettings',
    enableRss: true,
    enableAutomaticSearch: true,
    enableInteractiveSearch: true,
    priority: 25,
    fields: [
      { name: 'baseUrl', value: `${textOf(values.prowlarrUrl).replace(/\/+$/, '')}/0/` },
      { name: 'apiPath', value: '/api' },
      { name: 'apiKey', value: context.settings.apiKey() },
      { name: 'categories', value: values.syncCategories },
    ],
  };
  try {
    const answer = await call(`${base}${api}/indexer/test`, {
      method: 'POST',
      headers: { 'x-api-key': textOf(values.apiKey), 'content-type': 'application/json' },
      body: JSON.stringify(indexer),
    });
    await answer.body?.cancel();
    return answer.ok ? [] : [explain(name, answer.status)];
  } catch (error) {
    const errorMessage = `Unable to complete application test, cannot connect to ${name}. ${reasonOf(error)}`;
    return [{ propertyName: 'BaseUrl', errorMessage }];
  }
}

function explain(name: string, status: number): Failure {
  switch (status) {
    case 401:
      return { propertyName: 'ApiKey', errorMessage: 'API Key is invalid' };
    case 400:
      return {
        propertyName: 'ProwlarrUrl',
        errorMessage: `Prowlarr URL is invalid, ${name} cannot connect to Prowlarr`,
      };
    case 303:
    case 307:
      return {
        propertyName: 'BaseUrl',
        errorMessage: `${name} URL is invalid, Prowlarr cannot connect to ${name} - are you missing a URL base?`,
      };
    case 404:
      return {
        propertyName: 'BaseUrl',
        errorMessage: `${name} URL is invalid, Prowlarr cannot connect to ${name}. Is ${name} running and accessible?`,
      };
    default:
      return { propertyName: 'BaseUrl', errorMessage: 'Unable to complete application test' };
  }
}

function validUrl(values: JsonObject, name: 'baseUrl' | 'prowlarrUrl'): Failure[] {
  const value = textOf(values[name]);
  if (/^https?:$/.test(URL.parse(value)?.protocol ?? '')) return [];
  const propertyName = name === 'baseUrl' ? 'BaseUrl' : 'ProwlarrUrl';
  return [{ propertyName, errorMessage: `'${propertyName}' is not a valid URL`, attemptedValue: value }];
}
