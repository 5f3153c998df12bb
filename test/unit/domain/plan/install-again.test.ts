import { describe, expect, it } from 'vitest';
import type { ServiceStatus } from '#domain/lifecycle.ts';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import { printPlan } from '#domain/plan/print.ts';
import { catalogStack, installed, planningInput, upBut, withContainers } from '#test/support/domain/index.ts';

async function running(id: string): Promise<PlanningInput> {
  return installed(planningInput(upBut(await catalogStack('sonarr'), id), id));
}

function withStatus(input: PlanningInput, status: ServiceStatus): PlanningInput {
  return { ...input, service: { ...input.service, status } };
}

function withNetworks(input: PlanningInput, networks: readonly string[]): PlanningInput {
  return { ...input, observed: { ...input.observed, networks } };
}

const printed = (input: PlanningInput): string => printPlan(planInstall(input));

describe('there is nothing to do', () => {
  it.each(['sonarr', 'qbittorrent', 'vpn', 'jellyfin', 'postgres', 'redis', 'prowlarr'])(
    'for %s that runs as wanted',
    async (id) => {
      expect(printed(await running(id))).toBe(`${id}: nothing to do`);
    },
  );

  it('for one that runs unwell: to install it again would not cure it', async () => {
    expect(printed(withStatus(await running('sonarr'), 'degraded'))).toBe('sonarr: nothing to do');
  });

  it('when only its image was taken from the engine: the container that runs holds it', async () => {
    const input = await running('sonarr');
    expect(printed({ ...input, observed: { ...input.observed, images: [] } })).toBe('sonarr: nothing to do');
  });
});

describe('what it requires', () => {
  it('is brought up again when its row says that it is up, but its container does not run', async () => {
    const input = installed(planningInput(upBut(await catalogStack('sonarr'), 'sonarr'), 'sonarr'));
    const running = input.observed.running.filter((service) => service !== 'jellyfin');
    const plan = planInstall({ ...input, observed: { ...input.observed, running } });
    expect(plan.steps.map(({ id }) => id)).toEqual([
      'waitForService:jellyfin',
      'startMonitor:sonarr',
      'saveService:sonarr',
    ]);
  });
});

describe('a container', () => {
  it('that is stopped is started, and its links are looked at', async () => {
    expect(printed(withContainers(await running('sonarr'), { state: 'exited' }))).toMatchInlineSnapshot(`
      "#1 deploy: start showrunner-sonarr (container is exited)
      [1] -> #2 deploy: wait until sonarr is healthy, 600 s at most (what follows needs it healthy)
      [2] -> #3 monitor: let the engine keep showrunner-sonarr running (it was healthy once, so the engine restarts it from now on)
      [2] -> #4 integrate: set the login of sonarr (its container was stopped or cut off)
      [2] -> #5 integrate: set root folder of sonarr to /data/media/tv (its container was stopped or cut off)
      [2,4,5] -> #6 integrate: add download client to sonarr: qbittorrent (its container was stopped or cut off)
      [2,4,5] -> #7 integrate: add media server connection to sonarr: jellyfin (its container was stopped or cut off)
      [2,4,5] -> #8 integrate: register sonarr with prowlarr (its container was stopped or cut off)
      #9 monitor: watch sonarr (from now on it is watched)
      [1,2,3,4,5,6,7,8,9] -> #10 monitor: record sonarr as running (it is running)"
    `);
  });

  it('that is stopped gets back the folders that it needs in order to start', async () => {
    const input = withContainers(await running('prowlarr'), { state: 'exited' });
    const observed = { ...input.observed, folders: [] };
    expect(printed({ ...input, observed })).toMatchInlineSnapshot(`
      "#1 prepare: make folder /srv/config/prowlarr (1000:1001) (no folder yet)
      [1] -> #2 deploy: start showrunner-prowlarr (container is exited)
      [2] -> #3 deploy: wait until prowlarr is healthy, 600 s at most (what follows needs it healthy)
      [3] -> #4 monitor: let the engine keep showrunner-prowlarr running (it was healthy once, so the engine restarts it from now on)
      [3] -> #5 integrate: set the login of prowlarr (its container was stopped or cut off)
      #6 monitor: watch prowlarr (from now on it is watched)
      [1,2,3,4,5,6] -> #7 monitor: record prowlarr as running (it is running)"
    `);
  });

  it('that was made and never started still gets its files before it starts', async () => {
    expect(printed(withContainers(await running('redis'), { state: 'created' }))).toMatchInlineSnapshot(`
      "#1 deploy: put /etc/redis.conf into showrunner-redis if it is not there (needed before the first start)
      [1] -> #2 deploy: start showrunner-redis (container is created)
      [2] -> #3 deploy: wait until redis is healthy, 180 s at most (what follows needs it healthy)
      [3] -> #4 monitor: let the engine keep showrunner-redis running (it was healthy once, so the engine restarts it from now on)
      #5 monitor: watch redis (from now on it is watched)
      [1,2,3,4,5] -> #6 monitor: record redis as running (it is running)"
    `);
  });

  it('that was made and not yet in all its networks is attached before it starts', async () => {
    const input = withContainers(await running('sonarr'), {
      state: 'created',
      networks: ['showrunner-download'],
    });
    expect(printed(input).split('\n').slice(0, 2)).toMatchInlineSnapshot(`
      [
        "#1 deploy: connect showrunner-sonarr to showrunner-media (container is not in it)",
        "[1] -> #2 deploy: start showrunner-sonarr (container is created)",
      ]
    `);
  });

  it('with another configuration is replaced; the old one runs until the new image is there', async () => {
    const input = withContainers(await running('prowlarr'), { configHash: 'another' });
    const observed = { ...input.observed, images: [] };
    expect(printed({ ...input, observed })).toMatchInlineSnapshot(`
      "#1 pull: pull lscr.io/linuxserver/prowlarr:version-2.5.2.5491 @ sha256:2f3d31307beb (the engine does not have it)
      [1] -> #2 deploy: stop showrunner-prowlarr, 30 s grace (configuration has changed)
      [2] -> #3 deploy: remove container showrunner-prowlarr (configuration has changed)
      [3] -> #4 deploy: create container showrunner-prowlarr (configuration has changed)
      [4] -> #5 deploy: start showrunner-prowlarr (ready to run)
      [5] -> #6 deploy: wait until prowlarr is healthy, 600 s at most (what follows needs it healthy)
      [6] -> #7 monitor: let the engine keep showrunner-prowlarr running (it was healthy once, so the engine restarts it from now on)
      [6] -> #8 integrate: set the login of prowlarr (its container is new)
      [4] -> #9 monitor: watch prowlarr (from now on it is watched)
      [1,2,3,4,5,6,7,8,9] -> #10 monitor: record prowlarr as running (it is running)"
    `);
  });

  it('with another configuration runs until the services that the new one needs are up', async () => {
    const input = withContainers(await running('jellyfin'), { configHash: 'another' });
    const neighbours = new Map(
      [...input.neighbours].map(([id, row]) => [
        id,
        id === 'redis' ? { ...row, status: 'stopped' as const } : row,
      ]),
    );
    expect(
      printed({ ...input, neighbours })
        .split('\n')
        .slice(0, 4),
    ).toMatchInlineSnapshot(`
      [
        "#1 resolve: bring up redis (jellyfin requires cache: stack requirement; nothing uses it yet)",
        "[1] -> #2 deploy: stop showrunner-jellyfin, 60 s grace (configuration has changed)",
        "[2] -> #3 deploy: remove container showrunner-jellyfin (configuration has changed)",
        "[3] -> #4 deploy: create container showrunner-jellyfin (configuration has changed)",
      ]
    `);
  });

  it('that no start can bring back is replaced', async () => {
    for (const state of ['dead', 'removing'] as const) {
      const lines = printed(withContainers(await running('prowlarr'), { state })).split('\n');
      expect(lines[1]).toBe(`[1] -> #2 deploy: remove container showrunner-prowlarr (container is ${state})`);
      expect(lines[2]).toBe(`[2] -> #3 deploy: create container showrunner-prowlarr (container is ${state})`);
    }
  });

  it('whose network namespace is gone is made anew, since no restart could bring it back', async () => {
    expect(
      printed(withContainers(await running('qbittorrent'), { namespaceAlive: false })),
    ).toMatchInlineSnapshot(`
      "#1 deploy: stop showrunner-qbittorrent, 1800 s grace (the network namespace that it joined is gone)
      [1] -> #2 deploy: remove container showrunner-qbittorrent (the network namespace that it joined is gone)
      [2] -> #3 deploy: create container showrunner-qbittorrent (the network namespace that it joined is gone)
      [3] -> #4 deploy: put /config/qBittorrent/qBittorrent.conf into showrunner-qbittorrent if it is not there (needed before the first start)
      [3,4] -> #5 deploy: start showrunner-qbittorrent (ready to run)
      [5] -> #6 deploy: wait until qbittorrent is healthy, 180 s at most (what follows needs it healthy)
      [6] -> #7 monitor: let the engine keep showrunner-qbittorrent running (it was healthy once, so the engine restarts it from now on)
      [6] -> #8 integrate: set up qbittorrent (its container is new)
      [3] -> #9 monitor: watch qbittorrent (from now on it is watched)
      [1,2,3,4,5,6,7,8,9] -> #10 monitor: record qbittorrent as running (it is running)"
    `);
  });
});

describe('a network', () => {
  it('that a running container lost is made and joined again; the container runs on', async () => {
    const input = withContainers(await running('sonarr'), { networks: ['showrunner-download'] });
    expect(printed(withNetworks(input, ['showrunner-download']))).toMatchInlineSnapshot(`
      "#1 resources: make network showrunner-media (no network yet)
      [1] -> #2 deploy: connect showrunner-sonarr to showrunner-media (container is not in it any more)
      [2] -> #3 deploy: wait until sonarr is healthy, 600 s at most (what follows needs it healthy)
      [3] -> #4 monitor: let the engine keep showrunner-sonarr running (it was healthy once, so the engine restarts it from now on)
      [3] -> #5 integrate: set the login of sonarr (its container was stopped or cut off)
      [3] -> #6 integrate: set root folder of sonarr to /data/media/tv (its container was stopped or cut off)
      [3,5,6] -> #7 integrate: add download client to sonarr: qbittorrent (its container was stopped or cut off)
      [3,5,6] -> #8 integrate: add media server connection to sonarr: jellyfin (its container was stopped or cut off)
      [3,5,6] -> #9 integrate: register sonarr with prowlarr (its container was stopped or cut off)
      #10 monitor: watch sonarr (from now on it is watched)
      [1,2,3,4,5,6,7,8,9,10] -> #11 monitor: record sonarr as running (it is running)"
    `);
  });

  it('that is there, and that the container only left, is joined again', async () => {
    const input = withContainers(await running('sonarr'), { networks: ['showrunner-media'] });
    expect(printed(input).split('\n')[0]).toBe(
      '#1 deploy: connect showrunner-sonarr to showrunner-download (container is not in it any more)',
    );
  });

  it('that went while the container was stopped makes a new container', async () => {
    const input = withContainers(await running('prowlarr'), { state: 'exited' });
    expect(printed(withNetworks(input, [])).split('\n').slice(0, 4)).toMatchInlineSnapshot(`
      [
        "#1 resources: make network showrunner-media (no network yet)",
        "[1] -> #2 deploy: stop showrunner-prowlarr, 30 s grace (a network that it was in is gone)",
        "[2] -> #3 deploy: remove container showrunner-prowlarr (a network that it was in is gone)",
        "[3] -> #4 deploy: create container showrunner-prowlarr (a network that it was in is gone)",
      ]
    `);
  });
});

describe('a row that is not up, though its container runs as wanted', () => {
  it('is recorded as running only after it was seen healthy', async () => {
    expect(printed(withStatus(await running('prowlarr'), 'failed'))).toMatchInlineSnapshot(`
      "#1 deploy: wait until prowlarr is healthy, 600 s at most (what follows needs it healthy)
      [1] -> #2 monitor: let the engine keep showrunner-prowlarr running (it was healthy once, so the engine restarts it from now on)
      #3 monitor: watch prowlarr (from now on it is watched)
      [1,2,3] -> #4 monitor: record prowlarr as running (it is running)"
    `);
  });

  it('waits for what it requires first', async () => {
    const stack = upBut(await catalogStack('sonarr'), 'redis');
    const input = withStatus(installed(planningInput(stack, 'jellyfin')), 'failed');
    expect(printed(input).split('\n').slice(0, 2)).toMatchInlineSnapshot(`
      [
        "#1 resolve: bring up redis (jellyfin requires cache: stack requirement; nothing uses it yet)",
        "[1] -> #2 deploy: wait until jellyfin is healthy, 900 s at most (what follows needs it healthy)",
      ]
    `);
  });
});

it('a stopped row whose container was never made gets everything', async () => {
  const input = planningInput(upBut(await catalogStack('sonarr'), 'sonarr'), 'sonarr');
  const stopped = { ...input, service: { ...input.service, status: 'stopped' as const } };
  expect(printed(stopped)).toBe(printed(input));
});
