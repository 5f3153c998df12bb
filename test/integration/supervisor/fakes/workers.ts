import { readEnvironment } from '#platform/environment.ts';
import { homeFolder, openHome } from '#platform/home.ts';
import { announceReady } from '#platform/ready.ts';
import { untilGateOpens } from '#platform/start-gate.ts';

/** Stands for workers/main.ts: announces itself and stays. */
const environment = readEnvironment();
const home = await openHome(homeFolder(environment), { name: environment.instance });
await untilGateOpens(environment.startGate);
await announceReady(home.paths, 'workers');
setInterval(() => undefined, 60_000);
process.on('SIGTERM', () => process.exit(0));
