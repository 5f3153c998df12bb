import { expect, it } from 'vitest';
import { planInstall } from '#domain/plan/install.ts';
import { printPlan } from '#domain/plan/print.ts';
import { catalogStack, nothing, planningInput, rowOf, upBut, withRow } from '#test/support/domain/index.ts';

it('postgres: a secret, a network without a way out, a volume, a container', async () => {
  const plan = planInstall(planningInput(await catalogStack('postgres'), 'postgres'));
  expect(printPlan(plan)).toMatchInlineSnapshot(`
    "#1 prepare: make secret postgres/password (no value yet)
    #2 pull: pull postgres:17.11-alpine (the engine does not have it)
    #3 resources: make internal network showrunner-data (no network yet)
    #4 resources: make volume showrunner-postgres-data (no volume yet)
    [1,2,3,4] -> #5 deploy: create container showrunner-postgres (no container yet)
    [5] -> #6 deploy: start showrunner-postgres (ready to run)
    [6] -> #7 deploy: wait until postgres is healthy, 300 s at most (what follows needs it healthy)
    [7] -> #8 monitor: let the engine keep showrunner-postgres running (it was healthy once, so the engine restarts it from now on)
    [5] -> #9 monitor: watch postgres (from now on it is watched)
    [1,2,3,4,5,6,7,8,9] -> #10 monitor: record postgres as running (it is running)"
  `);
});

it('redis: its configuration is put into every new container', async () => {
  const plan = planInstall(planningInput(await catalogStack('redis'), 'redis'));
  expect(printPlan(plan)).toMatchInlineSnapshot(`
    "#1 prepare: make secret redis/password (no value yet)
    #2 pull: pull redis:7.4.11-alpine (the engine does not have it)
    #3 resources: make internal network showrunner-data (no network yet)
    #4 resources: make volume showrunner-redis-data (no volume yet)
    [1,2,3,4] -> #5 deploy: create container showrunner-redis (no container yet)
    [5] -> #6 deploy: put /etc/redis.conf into showrunner-redis if it is not there (needed before the first start)
    [5,6] -> #7 deploy: start showrunner-redis (ready to run)
    [7] -> #8 deploy: wait until redis is healthy, 180 s at most (what follows needs it healthy)
    [8] -> #9 monitor: let the engine keep showrunner-redis running (it was healthy once, so the engine restarts it from now on)
    [5] -> #10 monitor: watch redis (from now on it is watched)
    [1,2,3,4,5,6,7,8,9,10] -> #11 monitor: record redis as running (it is running)"
  `);
});

it('prowlarr: its login is set once it is healthy', async () => {
  const plan = planInstall(planningInput(await catalogStack('prowlarr'), 'prowlarr'));
  expect(printPlan(plan)).toMatchInlineSnapshot(`
    "#1 prepare: make secret prowlarr/api-key (no value yet)
    #2 prepare: make secret prowlarr/password (no value yet)
    #3 prepare: make folder /srv/config/prowlarr (1000:1001) (no folder yet)
    #4 pull: pull lscr.io/linuxserver/prowlarr:version-2.5.2.5491 @ sha256:2f3d31307beb (the engine does not have it)
    #5 resources: make network showrunner-media (no network yet)
    [1,2,3,4,5] -> #6 deploy: create container showrunner-prowlarr (no container yet)
    [6] -> #7 deploy: start showrunner-prowlarr (ready to run)
    [7] -> #8 deploy: wait until prowlarr is healthy, 600 s at most (what follows needs it healthy)
    [8] -> #9 monitor: let the engine keep showrunner-prowlarr running (it was healthy once, so the engine restarts it from now on)
    [8] -> #10 integrate: set the login of prowlarr (its container is new)
    [6] -> #11 monitor: watch prowlarr (from now on it is watched)
    [1,2,3,4,5,6,7,8,9,10,11] -> #12 monitor: record prowlarr as running (it is running)"
  `);
});

it('vpn: the key that was entered is stored, the key of its control server is made', async () => {
  const stack = withRow(await catalogStack('vpn'), 'vpn', {
    settings: { provider: 'mullvad', type: 'wireguard', 'wireguard-addresses': '10.64.0.2/32' },
    sealed: { 'wireguard-private-key': 'sealed-canary' },
  });
  const printed = printPlan(planInstall(planningInput(stack, 'vpn')));
  expect(printed).toMatchInlineSnapshot(`
    "#1 prepare: make secret vpn/control-key (no value yet)
    #2 prepare: store secret vpn/wireguard-private-key (a value was entered)
    #3 prepare: make folder /srv/config/vpn (1000:1001) (no folder yet)
    #4 pull: pull qmcgaw/gluetun:v3.41.1 (the engine does not have it)
    #5 resources: make network showrunner-download (no network yet)
    [1,2,3,4,5] -> #6 deploy: create container showrunner-vpn (no container yet)
    [6] -> #7 deploy: put /gluetun/auth/config.toml into showrunner-vpn if it is not there (needed before the first start)
    [6,7] -> #8 deploy: start showrunner-vpn (ready to run)
    [8] -> #9 deploy: wait until vpn is healthy, 180 s at most (what follows needs it healthy)
    [9] -> #10 monitor: let the engine keep showrunner-vpn running (it was healthy once, so the engine restarts it from now on)
    [6] -> #11 monitor: watch vpn (from now on it is watched)
    [1,2,3,4,5,6,7,8,9,10,11] -> #12 monitor: record vpn as running (it is running)"
  `);
  expect(printed).not.toContain('sealed-canary');
});

it('qbittorrent: waits for its gateway before its container is made, and has no network of its own', async () => {
  const plan = planInstall(planningInput(await catalogStack('qbittorrent'), 'qbittorrent'));
  expect(printPlan(plan)).toMatchInlineSnapshot(`
    "#1 resolve: bring up vpn (qbittorrent requires vpn: reaches the internet through its tunnel only)
    #2 prepare: make secret qbittorrent/password (no value yet)
    #3 prepare: make folder /srv/config/qbittorrent (1000:1001) (no folder yet)
    #4 prepare: make folder /srv/media (1000:1001) (no folder yet)
    [4] -> #5 prepare: make folder /srv/media/torrents (1000:1001) (no folder yet)
    #6 pull: pull lscr.io/linuxserver/qbittorrent:5.2.3 (the engine does not have it)
    [2,3,4,5,6,1] -> #7 deploy: create container showrunner-qbittorrent (no container yet)
    [7] -> #8 deploy: put /config/qBittorrent/qBittorrent.conf into showrunner-qbittorrent if it is not there (needed before the first start)
    [7,8,1] -> #9 deploy: start showrunner-qbittorrent (ready to run)
    [9] -> #10 deploy: wait until qbittorrent is healthy, 180 s at most (what follows needs it healthy)
    [10] -> #11 monitor: let the engine keep showrunner-qbittorrent running (it was healthy once, so the engine restarts it from now on)
    [10] -> #12 integrate: set up qbittorrent (its container is new)
    [7] -> #13 monitor: watch qbittorrent (from now on it is watched)
    [1,2,3,4,5,6,7,8,9,10,11,12,13] -> #14 monitor: record qbittorrent as running (it is running)"
  `);
});

it('jellyfin: requires two services that nothing uses yet, and says so', async () => {
  const plan = planInstall(planningInput(await catalogStack('jellyfin'), 'jellyfin'));
  expect(printPlan(plan)).toMatchInlineSnapshot(`
    "#1 resolve: bring up postgres (jellyfin requires sql-database: stack requirement; nothing uses it yet)
    #2 resolve: bring up redis (jellyfin requires cache: stack requirement; nothing uses it yet)
    #3 prepare: make secret jellyfin/admin-password (no value yet)
    #4 prepare: make folder /srv/config/jellyfin (1000:1001) (no folder yet)
    #5 prepare: make folder /srv/media (1000:1001) (no folder yet)
    [5] -> #6 prepare: make folder /srv/media/media (1000:1001) (no folder yet)
    [6] -> #7 prepare: make folder /srv/media/media/movies (1000:1001) (no folder yet)
    [6] -> #8 prepare: make folder /srv/media/media/tv (1000:1001) (no folder yet)
    #9 pull: pull jellyfin/jellyfin:10.11.11 (the engine does not have it)
    #10 resources: make internal network showrunner-data (no network yet)
    #11 resources: make network showrunner-media (no network yet)
    #12 resources: make volume showrunner-jellyfin-cache (no volume yet)
    [3,4,5,6,7,8,9,10,11,12] -> #13 deploy: create container showrunner-jellyfin (no container yet)
    [13] -> #14 deploy: connect showrunner-jellyfin to showrunner-media (older engines take one network at creation)
    [13,14,1,2] -> #15 deploy: start showrunner-jellyfin (ready to run)
    [15] -> #16 deploy: wait until jellyfin is healthy, 900 s at most (what follows needs it healthy)
    [16] -> #17 monitor: let the engine keep showrunner-jellyfin running (it was healthy once, so the engine restarts it from now on)
    [16] -> #18 integrate: set up jellyfin (its container is new)
    [13] -> #19 monitor: watch jellyfin (from now on it is watched)
    [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19] -> #20 monitor: record jellyfin as running (it is running)
    note: postgres: stack requirement; nothing uses it yet (required by jellyfin)
    note: redis: stack requirement; nothing uses it yet (required by jellyfin)"
  `);
});

it('sonarr: what it is told about itself comes before its links to others', async () => {
  const plan = planInstall(planningInput(await catalogStack('sonarr'), 'sonarr'));
  expect(printPlan(plan)).toMatchInlineSnapshot(`
    "#1 resolve: bring up jellyfin (sonarr requires media-server: tells it about new files)
    #2 resolve: bring up prowlarr (sonarr requires indexer-manager: finds releases through its indexers)
    #3 resolve: bring up qbittorrent (sonarr requires torrent-client: downloads with it)
    #4 prepare: make secret sonarr/api-key (no value yet)
    #5 prepare: make secret sonarr/password (no value yet)
    #6 prepare: make folder /srv/config/sonarr (1000:1001) (no folder yet)
    #7 prepare: make folder /srv/media (1000:1001) (no folder yet)
    [7] -> #8 prepare: make folder /srv/media/media (1000:1001) (no folder yet)
    [8] -> #9 prepare: make folder /srv/media/media/tv (1000:1001) (no folder yet)
    [7] -> #10 prepare: make folder /srv/media/torrents (1000:1001) (no folder yet)
    [10] -> #11 prepare: make folder /srv/media/torrents/tv (1000:1001) (no folder yet)
    #12 pull: pull lscr.io/linuxserver/sonarr:4.0.19 @ sha256:4b025354d338 (the engine does not have it)
    #13 resources: make network showrunner-download (no network yet)
    #14 resources: make network showrunner-media (no network yet)
    [4,5,6,7,8,9,10,11,12,13,14] -> #15 deploy: create container showrunner-sonarr (no container yet)
    [15] -> #16 deploy: connect showrunner-sonarr to showrunner-media (older engines take one network at creation)
    [15,16,1,2,3] -> #17 deploy: start showrunner-sonarr (ready to run)
    [17] -> #18 deploy: wait until sonarr is healthy, 600 s at most (what follows needs it healthy)
    [18] -> #19 monitor: let the engine keep showrunner-sonarr running (it was healthy once, so the engine restarts it from now on)
    [18] -> #20 integrate: set the login of sonarr (its container is new)
    [18] -> #21 integrate: set root folder of sonarr to /data/media/tv (its container is new)
    [18,20,21] -> #22 integrate: add download client to sonarr: qbittorrent (its container is new)
    [18,20,21] -> #23 integrate: add media server connection to sonarr: jellyfin (its container is new)
    [18,20,21] -> #24 integrate: register sonarr with prowlarr (its container is new)
    [15] -> #25 monitor: watch sonarr (from now on it is watched)
    [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25] -> #26 monitor: record sonarr as running (it is running)"
  `);
});

it('sonarr, beside what is up and on a host that has the rest: a container and its links', async () => {
  const stack = upBut(await catalogStack('sonarr'), 'sonarr');
  const host = {
    ...nothing(rowOf(stack, 'sonarr').id),
    networks: ['showrunner-download', 'showrunner-media'],
    images: rowOf(stack, 'sonarr').definition.components.map(({ image }) => image),
    folders: ['/srv/media', '/srv/media/media', '/srv/media/media/tv', '/srv/media/torrents'],
  };
  const plan = planInstall(planningInput(stack, 'sonarr', { observed: host }));
  expect(printPlan(plan)).toMatchInlineSnapshot(`
    "#1 prepare: make secret sonarr/api-key (no value yet)
    #2 prepare: make secret sonarr/password (no value yet)
    #3 prepare: make folder /srv/config/sonarr (1000:1001) (no folder yet)
    #4 prepare: make folder /srv/media/torrents/tv (1000:1001) (no folder yet)
    [1,2,3,4] -> #5 deploy: create container showrunner-sonarr (no container yet)
    [5] -> #6 deploy: connect showrunner-sonarr to showrunner-media (older engines take one network at creation)
    [5,6] -> #7 deploy: start showrunner-sonarr (ready to run)
    [7] -> #8 deploy: wait until sonarr is healthy, 600 s at most (what follows needs it healthy)
    [8] -> #9 monitor: let the engine keep showrunner-sonarr running (it was healthy once, so the engine restarts it from now on)
    [8] -> #10 integrate: set the login of sonarr (its container is new)
    [8] -> #11 integrate: set root folder of sonarr to /data/media/tv (its container is new)
    [8,10,11] -> #12 integrate: add download client to sonarr: qbittorrent (its container is new)
    [8,10,11] -> #13 integrate: add media server connection to sonarr: jellyfin (its container is new)
    [8,10,11] -> #14 integrate: register sonarr with prowlarr (its container is new)
    [5] -> #15 monitor: watch sonarr (from now on it is watched)
    [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15] -> #16 monitor: record sonarr as running (it is running)"
  `);
});

it('an image that stands for the vendor’s says so', async () => {
  const stack = await catalogStack('redis');
  const { definition } = rowOf(stack, 'redis');
  const components = definition.components.map((one) => ({ ...one, image: 'localhost:5000/redis:lab' }));
  const row = { definition: { ...definition, components } };
  const plan = planInstall(planningInput(withRow(stack, 'redis', row), 'redis'));
  expect(printPlan(plan).split('\n')).toContain(
    '#2 pull: pull localhost:5000/redis:lab for redis:7.4.11-alpine (the engine does not have it; stands for redis:7.4.11-alpine)',
  );
});

it('one provider of two capabilities is awaited once', async () => {
  const stack = await catalogStack('jellyfin');
  const edges = stack.edges.map((edge) => ({ ...edge, provider: rowOf(stack, 'postgres').id }));
  const plan = planInstall(planningInput({ ...stack, edges }, 'jellyfin'));
  expect(plan.steps.filter(({ type }) => type === 'waitForService')).toHaveLength(1);
});
