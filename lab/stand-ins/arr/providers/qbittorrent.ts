import { isObject, type JsonObject, textOf } from '../../shared/json.ts';
import type { Failure } from '../failures.ts';
import { addressOf, call, reasonOf } from './call.ts';
import { portInRange, required, type Template } from './kind.ts';

const priorities = [
  { value: 0, name: 'Last' },
  { value: 1, name: 'First' },
];

/** Field names carry what the program collects: `tvCategory` in Sonarr is `movieCategory` in Radarr. */
export function qbittorrent(prefix: 'tv' | 'movie', category: string): Template {
  const title = prefix === 'tv' ? 'Tv' : 'Movie';
  const categoryField = `${prefix}Category`;
  const importedField = `${prefix}ImportedCategory`;
  return {
    implementation: 'QBittorrent',
    implementationName: 'qBittorrent',
    configContract: 'QBittorrentSettings',
    protocol: 'torrent',
    fields: [
      { name: 'host', label: 'Host', type: 'textbox', value: 'localhost' },
      { name: 'port', label: 'Port', type: 'textbox', value: 8080 },
      { name: 'useSsl', label: 'Use SSL', type: 'checkbox', value: false },
      { name: 'urlBase', label: 'URL Base', type: 'textbox', advanced: true },
      { name: 'apiKey', label: 'API Key', type: 'password', privacy: 'apiKey' },
      { name: 'username', label: 'Username', type: 'textbox', privacy: 'userName' },
      { name: 'password', label: 'Password', type: 'password', privacy: 'password' },
      { name: categoryField, label: 'Category', type: 'textbox', value: category },
      { name: importedField, label: 'Post-Import Category', type: 'textbox', advanced: true },
      {
        name: `recent${title}Priority`,
        label: 'Recent Priority',
        type: 'select',
        value: 0,
        options: priorities,
      },
      {
        name: `older${title}Priority`,
        label: 'Older Priority',
        type: 'select',
        value: 0,
        options: priorities,
      },
      {
        name: 'initialState',
        label: 'Initial State',
        type: 'select',
        value: 0,
        options: [{ value: 0, name: 'Start' }],
      },
      { name: 'sequentialOrder', label: 'Sequential Order', type: 'checkbox', value: false },
      { name: 'firstAndLast', label: 'First and Last First', type: 'checkbox', value: false },
      {
        name: 'contentLayout',
        label: 'Content Layout',
        type: 'select',
        value: 0,
        options: [{ value: 0, name: 'Default' }],
      },
    ],
    validate: (values) => [
      ...required(values, [['host', 'Host']]),
      ...portInRange(values),
      ...oneLogin(values),
    ],
    test: (values) => testConnection(values, [categoryField, importedField]),
  };
}

/** A login or a key, not both. */
function oneLogin(values: JsonObject): Failure[] {
  const hasKey = textOf(values.apiKey) !== '';
  if (!hasKey || (textOf(values.username) === '' && textOf(values.password) === '')) return [];
  return [
    { propertyName: 'ApiKey', errorMessage: 'Username and password must be empty when an API key is used' },
  ];
}

async function testConnection(values: JsonObject, categoryFields: readonly string[]): Promise<Failure[]> {
  try {
    const login = await logIn(values);
    if (login === undefined) {
      const detailedDescription = 'Please verify your username and password.';
      return [{ propertyName: 'Username', errorMessage: 'Authentication failure', detailedDescription }];
    }
    const version = await call(`${addressOf(values)}/api/v2/app/webapiVersion`, { headers: login });
    if (!version.ok) return [unableToConnect(`webapiVersion answered ${version.status}`)];
    const categories = categoryFields.filter((field) => textOf(values[field]) !== '');
    const made = await Promise.all(categories.map((field) => ensureCategory(values, field, login)));
    return made.flat();
  } catch (error) {
    return [unableToConnect(reasonOf(error))];
  }
}

/** The headers that carry the login, or nothing when it was refused. Until 5.1 a refusal is a 200 that says `Fails.` */
async function logIn(values: JsonObject): Promise<Record<string, string> | undefined> {
  const apiKey = textOf(values.apiKey);
  if (apiKey !== '') return { authorization: `Bearer ${apiKey}` };
  const body = new URLSearchParams({ username: textOf(values.username), password: textOf(values.password) });
  const answer = await call(`${addressOf(values)}/api/v2/auth/login`, { method: 'POST', body });
  const text = (await answer.text()).trim();
  if (answer.status === 401 || answer.status === 403) return undefined;
  if (!answer.ok) throw new Error(`auth/login answered ${answer.status}`);
  if (text !== '' && text !== 'Ok.') return undefined;
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
  return { cookie: cookies.join('; ') };
}

async function ensureCategory(
  values: JsonObject,
  field: string,
  login: Record<string, string>,
): Promise<Failure[]> {
  const category = textOf(values[field]);
  const base = `${addressOf(values)}/api/v2/torrents`;
  const has = async () => {
    const known: unknown = await (await call(`${base}/categories`, { headers: login })).json();
    return isObject(known) && Object.hasOwn(known, category);
  };
  if (await has()) return [];
  const body = new URLSearchParams({ category });
  await call(`${base}/createCategory`, { method: 'POST', headers: login, body });
  if (await has()) return [];
  const propertyName = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  return [{ propertyName, errorMessage: 'Configuration of label failed' }];
}

function unableToConnect(detailedDescription: string): Failure {
  return { propertyName: 'Host', errorMessage: 'Unable to connect to qBittorrent', detailedDescription };
}
