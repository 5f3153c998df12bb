import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { variablesForChildren } from '#platform/environment.ts';
import { identifyProcess } from '#platform/processes.ts';
import { startSupervisor } from '#supervisor/start.ts';
import { readStatus, restartProcess } from '#supervisor/status.ts';
import { stopSupervisor } from '#supervisor/stop.ts';
import { pidIn, pidsOf, program, query, setTheScene, setupRuns } from './scene.ts';

const run = promisify(execFile);
const patience = { timeout: 60_000, interval: 50 };

describe('the supervisor', { timeout: 120_000 }, () => {
  test('brings everything up on loopback, shows it, and takes it all down again', async () => {
    await using scene = await setTheScene();
    const status = await scene.start();
    const { ports } = scene.home;
    expect(status).toMatchObject({
      instance: { id: scene.home.id, name: 'test' },
      home: scene.home.paths.root,
      state: 'ready',
      api: `http://127.0.0.1:${ports.api}`,
      graphql: `http://127.0.0.1:${ports.api}/graphql`,
      temporalUi: `http://127.0.0.1:${ports.temporalUi}`,
    });
    expect(status.processes.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'supervisor ready',
      'temporal ready',
      'postgres ready',
      'setup done',
      'api ready',
      'workers ready',
    ]);
    expect(status.memory.residentBytes).toBeGreaterThan(100_000_000);
    expect((await fetch(status.temporalUi ?? '')).status).toBe(200);
    expect(await query(scene, 'show data_checksums')).toEqual([{ data_checksums: 'on' }]);
    expect(await query(scene, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await listeners()).not.toMatch(
      new RegExp(`(0\\.0\\.0\\.0|\\*|\\[::\\]):(${Object.values(ports).join('|')})\\b`),
    );

    expect(await stopSupervisor(scene.home)).toBe(true);
    expect(scene.running()).toEqual([]);
    expect(await readStatus(scene.home)).toBeUndefined();
    expect(await stopSupervisor(scene.home)).toBe(false);
  });

  test.skipIf(process.getuid?.() !== 0)('lets no page in a browser start a workflow', async () => {
    await using scene = await setTheScene();
    const pid = pidIn(await scene.start(), 'temporal');
    const lines = (await run('ss', ['-ltnpH'])).stdout
      .split('\n')
      .filter((line) => line.includes(`pid=${pid},`));
    const ports = lines.map((line) => /:(\d+)\s/.exec(line)?.[1] ?? '');
    expect(ports.length).toBeGreaterThan(3);
    // What a page of another origin can send without being asked: any body, as plain text.
    const answers = await Promise.all(
      ports.map(async (port) => {
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/namespaces/showrunner/workflows/forged`, {
          method: 'POST',
          headers: { 'content-type': 'text/plain', origin: 'http://page.invalid' },
          body: JSON.stringify({ workflowType: { name: 'forged' }, taskQueue: { name: 'nobody' } }),
          signal: AbortSignal.timeout(5000),
        }).catch(() => undefined);
        return answer?.status;
      }),
    );
    expect(answers).not.toContain(200);
    expect(answers).toContain(403);
  });

  test('starts API and workers while setup still runs, and lets them work after its end', async () => {
    await using scene = await setTheScene();
    const { processes } = await scene.start();
    const inRun = (name: string) => statSync(join(scene.home.paths.run, name)).mtimeMs;
    for (const name of ['api', 'workers']) {
      const { startedAt = '' } = processes.find((process) => process.name === name) ?? {};
      expect(Date.parse(startedAt)).toBeLessThan(inRun('setup-runs'));
      expect(inRun(`${name}.go`)).toBeGreaterThanOrEqual(inRun('setup-runs'));
    }
    expect(inRun('workers.ready')).toBeGreaterThanOrEqual(inRun('workers.go'));
  });

  test('keeps the database’s password out of arguments and closed to others', async () => {
    await using scene = await setTheScene();
    await scene.start();
    const password = readFileSync(scene.home.paths.postgresPassword, 'utf8').trim();
    const { stdout } = await run('ps', ['-A', '-o', 'args=']);
    expect(stdout).not.toContain(password);
    expect(statSync(join(scene.home.paths.postgres, 'data')).mode & 0o077).toBe(0);
    await expect(query({ ...scene, environment: withPassword(scene, 'wrong') }, 'select 1')).rejects.toThrow(
      'password',
    );
  });

  test.each(['temporal', 'postgres', 'api', 'workers'])(
    'starts %s again after kill -9, and nothing else',
    async (name) => {
      await using scene = await setTheScene();
      const before = await scene.start();
      process.kill(pidIn(before, name), 'SIGKILL');
      const isBack = async () => {
        const found = find(await scene.status(), name);
        return found?.state === 'ready' && found.pid !== pidIn(before, name);
      };
      await expect.poll(isBack, patience).toBe(true);
      const after = await scene.status();
      expect({ ...pidsOf(after), [name]: 0 }).toEqual({ ...pidsOf(before), [name]: 0 });
      expect(find(after, name)?.restarts).toBeGreaterThanOrEqual(1);
      if (name === 'postgres')
        expect(await query(scene, 'select count(*)::int as found from survivors')).toHaveLength(1);
    },
  );

  test('is survived by its children: the next one adopts them, restarts none, and still sees them die', async () => {
    await using scene = await setTheScene();
    const before = await scene.start();
    process.kill(pidIn(before, 'supervisor'), 'SIGKILL');
    await expect.poll(() => identifyProcess(pidIn(before, 'supervisor')), patience).toBeUndefined();
    expect(scene.running()).toEqual(expect.arrayContaining(['api', 'postgres', 'temporal', 'workers']));

    const after = await scene.start();
    expect(pidIn(after, 'supervisor')).not.toBe(pidIn(before, 'supervisor'));
    expect(pidsOf(after)).toEqual(pidsOf(before));
    expect(setupRuns(scene)).toBe(1);
    expect(scene.running().filter((name) => name === 'api')).toEqual(['api']);

    process.kill(pidIn(after, 'workers'), 'SIGKILL');
    await expect.poll(async () => find(await scene.status(), 'workers')?.restarts, patience).toBe(1);
    await expect.poll(async () => find(await scene.status(), 'workers')?.state, patience).toBe('ready');
  });

  test('starts anew what died together with it, and runs setup again for it', async () => {
    await using scene = await setTheScene();
    const before = await scene.start();
    for (const name of ['supervisor', 'postgres', 'workers']) process.kill(pidIn(before, name), 'SIGKILL');
    await expect.poll(() => identifyProcess(pidIn(before, 'postgres')), patience).toBeUndefined();
    const after = await scene.start();
    expect(pidsOf(after)).toMatchObject({ temporal: pidIn(before, 'temporal'), api: pidIn(before, 'api') });
    expect(pidIn(after, 'postgres')).not.toBe(pidIn(before, 'postgres'));
    expect(setupRuns(scene)).toBe(2);
  });

  test('ends processes of its instance that no record knows', async () => {
    await using scene = await setTheScene();
    const before = await scene.start();
    process.kill(pidIn(before, 'supervisor'), 'SIGKILL');
    await expect.poll(() => identifyProcess(pidIn(before, 'supervisor')), patience).toBeUndefined();
    writeFileSync(join(scene.home.paths.run, 'supervisor.json'), 'damaged');
    const after = await scene.start();
    for (const name of ['temporal', 'postgres', 'api', 'workers']) {
      expect(identifyProcess(pidIn(before, name))).toBeUndefined();
      expect(pidIn(after, name)).not.toBe(pidIn(before, name));
    }
  });

  test('is one, though several start it at once', async () => {
    await using scene = await setTheScene();
    const started = await Promise.all(
      Array.from({ length: 3 }, () => startSupervisor({ ...scene, program })),
    );
    expect(new Set(started.map(({ status }) => pidIn(status, 'supervisor'))).size).toBe(1);
    expect(started.filter((each) => each.started)).toHaveLength(1);
    expect(setupRuns(scene)).toBe(1);
  });

  test('is stopped by what it left when it is dead itself', async () => {
    await using scene = await setTheScene();
    const status = await scene.start();
    process.kill(pidIn(status, 'supervisor'), 'SIGKILL');
    expect(await stopSupervisor(scene.home)).toBe(true);
    expect(scene.running()).toEqual([]);
  });

  test('is ended by force when it hangs', async () => {
    await using scene = await setTheScene();
    const status = await scene.start();
    process.kill(pidIn(status, 'supervisor'), 'SIGSTOP');
    expect(await stopSupervisor(scene.home, { timeoutMs: 500 })).toBe(true);
    expect(identifyProcess(pidIn(status, 'supervisor'))).toBeUndefined();
    expect(scene.running()).toEqual([]);
  });

  test('stops when it is told to by a signal, also while it starts', async () => {
    await using scene = await setTheScene();
    const starting = scene.start().catch((error: unknown) => error);
    await expect
      .poll(
        () =>
          scene.status().then(
            (status) => status.state,
            () => undefined,
          ),
        patience,
      )
      .toBe('starting');
    process.kill(await scene.pidOf('supervisor'), 'SIGTERM');
    expect(await starting).toMatchObject({ code: 'precondition-failed' });
    await expect.poll(() => scene.running(), patience).toEqual([]);
  });

  test('restarts one process when asked, and knows which there are', async () => {
    await using scene = await setTheScene();
    const before = await scene.start();
    await restartProcess(scene.home, 'api');
    await expect.poll(() => scene.pidOf('api').catch(() => 0), patience).not.toBe(pidIn(before, 'api'));
    await expect(restartProcess(scene.home, 'web')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('temporal, postgres, setup, api, workers'),
    });
  });

  test('tells the last lines of a process that does not start, and leaves nothing running', async () => {
    await using scene = await setTheScene();
    const broken = join(import.meta.dirname, 'fakes', 'supervisor-of-broken-api.ts');
    await expect(startSupervisor({ ...scene, program: broken })).rejects.toMatchObject({
      code: 'precondition-failed',
      message: expect.stringMatching(
        /^api ended before it was ready \(exit code 1\).*\nthe schema is of another version$/s,
      ),
    });
    expect(scene.running()).toEqual([]);
  });

  test('runs as well when it is started by hand, and stops at Ctrl-C', async () => {
    await using scene = await setTheScene();
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
      env: { ...variablesForChildren(), SHOWRUNNER_HOME: scene.home.paths.root, SHOWRUNNER_INSTANCE: 'test' },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const state = () =>
      scene.status().then(
        (status) => status.state,
        () => 'down',
      );
    await expect.poll(state, patience).toBe('ready');
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(scene.running()).toEqual([]);
  });

  test('removes what an interrupted first start left', async () => {
    await using scene = await setTheScene();
    const leftover = join(scene.home.paths.postgres, 'new-1234');
    mkdirSync(leftover, { recursive: true });
    writeFileSync(join(leftover, 'PG_VERSION'), '18');
    await scene.start();
    expect(readdirSync(scene.home.paths.postgres)).toEqual(['data']);
  });

  test('says which port is taken', async () => {
    await using scene = await setTheScene();
    await using _ = await occupy(scene.home.ports.postgres);
    await expect(scene.start()).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`Port ${scene.home.ports.postgres}`),
    });
    expect(scene.running()).toEqual([]);
  });

  test('leaves a program alone whose pid an old record or pid file names', async () => {
    await using scene = await setTheScene();
    await scene.start();
    await stopSupervisor(scene.home);
    const self = {
      pid: process.pid,
      startMark: 'of an earlier process',
      startedAt: '',
      stop: { graceMs: 100 },
    };
    writeFileSync(
      join(scene.home.paths.run, 'supervisor.json'),
      JSON.stringify({ supervisor: self, processes: { temporal: self, postgres: self, api: self } }),
    );
    const pidFile = join(scene.home.paths.postgres, 'data', 'postmaster.pid');
    writeFileSync(pidFile, `${process.pid}\n${scene.home.paths.postgres}\n1\n`);
    const status = await scene.start();
    expect(status.state).toBe('ready');
    expect(Object.values(pidsOf(status))).not.toContain(process.pid);
  });
});

function find(status: Awaited<ReturnType<typeof readStatus>>, name: string) {
  return status?.processes.find((process) => process.name === name);
}

function withPassword({ home, environment }: Awaited<ReturnType<typeof setTheScene>>, password: string) {
  const database = {
    host: '127.0.0.1',
    port: home.ports.postgres,
    user: 'showrunner',
    database: 'postgres',
    tls: false,
  };
  return { ...environment, database: { ...database, password } };
}

async function listeners(): Promise<string> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFileSync(path, 'utf8'));
  const listening = tables
    .join('')
    .split('\n')
    .filter((line) => line.split(/\s+/)[4] === '0A');
  return listening.map((line) => readable(line.trim().split(/\s+/)[1] ?? '')).join('\n');
}

/** `0100007F:2124` of /proc/net/tcp as `127.0.0.1:8484`; any other address than loopback as `*`. */
function readable(local: string): string {
  const [address, port = ''] = local.split(':');
  return `${address === '0100007F' || address?.endsWith('0100007F') === true ? '127.0.0.1' : '*'}:${Number.parseInt(port, 16)}`;
}

async function occupy(port: number): Promise<AsyncDisposable> {
  const server: Server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', () => done()));
  return { [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())) };
}
