import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { readConfiguration } from '#platform/configuration.ts';
import { readEnvironment } from '#platform/environment.ts';
import { homeFolder, openHome } from '#platform/home.ts';
import { untilGateOpens } from '#platform/start-gate.ts';

/** Stands for workers/setup.ts: needs the real database, and writes down each run. */
const environment = readEnvironment();
const home = await openHome(homeFolder(environment), { name: environment.instance });
await untilGateOpens(environment.startGate);
const { database } = readConfiguration(environment, home);
const client = new Client({ ...database, ssl: false });
await client.connect();
await client.query('create table if not exists survivors (name text)');
await client.end();
appendFileSync(join(home.paths.run, 'setup-runs'), `${process.pid}\n`);
