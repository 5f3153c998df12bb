import { listen } from '../shared/http.ts';
import { becomeUser, log, stopOnSignal } from '../shared/process.ts';
import { type ArrApp, arrApps } from './apps.ts';
import { createArr } from './server.ts';

const configFolder = '/config';

function isApp(name: string | undefined): name is ArrApp['id'] {
  return name !== undefined && Object.hasOwn(arrApps, name);
}

const name = process.argv[2];
if (!isApp(name)) throw new Error(`Say which: ${Object.keys(arrApps).join(', ')}`);
const app = arrApps[name];

becomeUser(process.env, configFolder);
const standIn = createArr(app, configFolder, process.env);
const server = await listen(standIn, standIn.settings.port);
stopOnSignal([server]);
log(
  'Info',
  `${app.name} ${app.version}: a stand-in from Showrunner's lab. Now listening on port ${server.port}`,
);
