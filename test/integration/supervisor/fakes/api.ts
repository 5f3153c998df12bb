import { createServer } from 'node:http';
import { readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { homeFolder, openHome } from '#platform/home.ts';
import { untilGateOpens } from '#platform/start-gate.ts';

/** Stands for api/main.ts: answers `/livez`. */
const environment = readEnvironment();
const home = await openHome(homeFolder(environment), { name: environment.instance });
await untilGateOpens(environment.startGate);
const { api } = readConfiguration(environment, home);
createServer((request, response) => {
  response.statusCode = request.url === '/livez' ? 200 : 404;
  response.end();
}).listen(api.port, api.host);
process.on('SIGTERM', () => process.exit(0));
