import { listen } from '../shared/http.ts';
import { log, stopOnSignal } from '../shared/process.ts';
import { raiseFirewall } from './firewall.ts';
import { readRoles } from './roles.ts';
import { createGluetun, version } from './server.ts';
import { readSettings } from './settings.ts';

/** The port of an address like `:8000` or `127.0.0.1:9999`. */
function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

const settings = readSettings(process.env);
if ('fault' in settings) {
  log('Error', settings.fault);
  process.exit(1);
}

log('Info', `gluetun ${version}: a stand-in from Showrunner's lab. There is no tunnel`);
try {
  await raiseFirewall();
} catch (error) {
  log('Error', `firewall: ${String(error)}. Is the capability NET_ADMIN given?`);
  process.exit(1);
}
log('Info', 'firewall: only private addresses can be reached from here');

const gluetun = createGluetun(
  settings,
  readRoles(process.env, (line) => log('Warn', line)),
);
const control = await listen(gluetun.control, portOf(process.env.HTTP_CONTROL_SERVER_ADDRESS ?? ':8000'));
const health = await listen(
  gluetun.health,
  portOf(process.env.HEALTH_SERVER_ADDRESS ?? '127.0.0.1:9999'),
  '127.0.0.1',
);
stopOnSignal([control, health]);
log('Info', `http server listening on port ${control.port}`);
