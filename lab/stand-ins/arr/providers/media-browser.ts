import { textOf } from '../../shared/json.ts';
import { addressOf, call, reasonOf } from './call.ts';
import { portInRange, required, type Template } from './kind.ts';

/** The connection to Emby and Jellyfin, which share one. */
export const mediaBrowser: Template = {
  implementation: 'MediaBrowser',
  implementationName: 'Emby / Jellyfin',
  configContract: 'MediaBrowserSettings',
  fields: [
    { name: 'host', label: 'Host', type: 'textbox' },
    { name: 'port', label: 'Port', type: 'textbox', value: 8096 },
    { name: 'useSsl', label: 'Use SSL', type: 'checkbox', value: false },
    { name: 'urlBase', label: 'URL Base', type: 'textbox', advanced: true },
    { name: 'apiKey', label: 'API Key', type: 'textbox', privacy: 'apiKey' },
    { name: 'notify', label: 'Send Notifications', type: 'checkbox', value: false },
    { name: 'updateLibrary', label: 'Update Library', type: 'checkbox', value: false },
    { name: 'mapFrom', label: 'Map Paths From', type: 'textbox', advanced: true },
    { name: 'mapTo', label: 'Map Paths To', type: 'textbox', advanced: true },
  ],
  validate: (values) => [
    ...required(values, [
      ['host', 'Host'],
      ['apiKey', 'ApiKey'],
    ]),
    ...portInRange(values),
  ],
  async test(values) {
    const apiKey = textOf(values.apiKey);
    try {
      const answer = await call(`${addressOf(values)}/System/Configuration`, {
        headers: { 'x-mediabrowser-token': apiKey, authorization: `MediaBrowser Token="${apiKey}"` },
      });
      await answer.body?.cancel();
      if (answer.ok) return [];
      if (answer.status === 401) return [{ propertyName: 'ApiKey', errorMessage: 'API Key is incorrect' }];
      return [failed(`HTTP ${answer.status}`)];
    } catch (error) {
      return [failed(reasonOf(error))];
    }
  },
};

function failed(reason: string) {
  return { propertyName: 'Host', errorMessage: `Unable to send test message: ${reason}` };
}
