import { describe, expect, it } from 'vitest';
import type { PlanningInput } from '#domain/plan/input.ts';
import { planInstall } from '#domain/plan/install.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { printPlan } from '#domain/plan/print.ts';
import { planUninstall } from '#domain/plan/uninstall.ts';
import {
  argumentsOf,
  catalogStack,
  installed,
  nothing,
  planningInput,
  upBut,
  versions,
} from '#test/support/domain/index.ts';

async function running(id: string): Promise<PlanningInput> {
  return installed(planningInput(upBut(await catalogStack('sonarr'), id), id));
}

const keeping = (input: PlanningInput): Plan => planUninstall(input, { purge: false });
const purging = (input: PlanningInput): Plan => planUninstall(input, { purge: true });

describe('an uninstall', () => {
  it('of sonarr takes back its entry elsewhere, then its container, and keeps folder and secrets', async () => {
    expect(printPlan(keeping(await running('sonarr')))).toMatchInlineSnapshot(`
      "#1 integrate: take back: register sonarr with prowlarr (prowlarr should forget sonarr) [best effort]
      #2 monitor: stop watching sonarr (its end is wanted)
      [1,2] -> #3 deploy: stop showrunner-sonarr, 30 s grace (its end is wanted)
      [3] -> #4 deploy: remove container showrunner-sonarr (its end is wanted)
      [4] -> #5 resources: remove network showrunner-download if unused (goes with the last container that uses it)
      [4] -> #6 resources: remove network showrunner-media if unused (goes with the last container that uses it)
      [4,5,6] -> #7 monitor: record sonarr as absent (nothing of it runs any more)
      note: /srv/media stays as it is
      note: /srv/config/sonarr and its secrets stay; --purge removes them"
    `);
  });

  it('of postgres keeps its data and its password', async () => {
    expect(printPlan(keeping(await running('postgres')))).toMatchInlineSnapshot(`
      "#1 monitor: stop watching postgres (its end is wanted)
      [1] -> #2 deploy: stop showrunner-postgres, 120 s grace (its end is wanted)
      [2] -> #3 deploy: remove container showrunner-postgres (its end is wanted)
      [3] -> #4 resources: remove network showrunner-data if unused (goes with the last container that uses it)
      [3,4] -> #5 monitor: record postgres as absent (nothing of it runs any more)
      note: /srv/media stays as it is
      note: showrunner-postgres-data and its secrets stay; --purge removes them"
    `);
  });

  it('of jellyfin takes its cache, which may be lost', async () => {
    expect(printPlan(keeping(await running('jellyfin')))).toContain(
      'remove volume showrunner-jellyfin-cache',
    );
  });

  it('of qbittorrent leaves the gateway’s network alone', async () => {
    expect(printPlan(keeping(await running('qbittorrent')))).not.toContain('network');
  });

  it('leaves other applications alone where no link was made', async () => {
    const input = await running('sonarr');
    const plan = keeping({ ...input, service: { ...input.service, links: {} } });
    expect(argumentsOf(plan, 'removeLink')).toEqual([]);
  });

  it('of what is half gone removes the rest, and still waits for the links before it records the end', async () => {
    const input = await running('sonarr');
    const plan = keeping({ ...input, observed: nothing(input.service.id) });
    expect(printPlan(plan)).toMatchInlineSnapshot(`
      "#1 integrate: take back: register sonarr with prowlarr (prowlarr should forget sonarr) [best effort]
      #2 monitor: stop watching sonarr (its end is wanted)
      [1,2] -> #3 monitor: record sonarr as absent (nothing of it runs any more)
      note: /srv/media stays as it is
      note: /srv/config/sonarr and its secrets stay; --purge removes them"
    `);
  });
});

describe('a purge', () => {
  it('of sonarr removes its folder and its secrets as well', async () => {
    expect(printPlan(purging(await running('sonarr')))).toMatchInlineSnapshot(`
      "#1 integrate: take back: register sonarr with prowlarr (prowlarr should forget sonarr) [best effort]
      #2 monitor: stop watching sonarr (its end is wanted)
      [1,2] -> #3 deploy: stop showrunner-sonarr, 30 s grace (its end is wanted)
      [3] -> #4 deploy: remove container showrunner-sonarr (its end is wanted)
      [4] -> #5 resources: remove network showrunner-download if unused (goes with the last container that uses it)
      [4] -> #6 resources: remove network showrunner-media if unused (goes with the last container that uses it)
      [4] -> #7 prepare: remove folder /srv/config/sonarr (purge was asked for)
      [4] -> #8 prepare: forget secret sonarr/api-key (purge was asked for)
      [4] -> #9 prepare: forget secret sonarr/password (purge was asked for)
      [4,5,6,7,8,9] -> #10 monitor: record sonarr as absent (nothing of it runs any more)
      note: /srv/media stays as it is"
    `);
  });

  it('of postgres removes its data as well', async () => {
    expect(printPlan(purging(await running('postgres')))).toMatchInlineSnapshot(`
      "#1 monitor: stop watching postgres (its end is wanted)
      [1] -> #2 deploy: stop showrunner-postgres, 120 s grace (its end is wanted)
      [2] -> #3 deploy: remove container showrunner-postgres (its end is wanted)
      [3] -> #4 resources: remove network showrunner-data if unused (goes with the last container that uses it)
      [3] -> #5 resources: remove volume showrunner-postgres-data (purge was asked for)
      [3] -> #6 prepare: forget secret postgres/password (purge was asked for)
      [3,4,5,6] -> #7 monitor: record postgres as absent (nothing of it runs any more)
      note: /srv/media stays as it is"
    `);
  });

  it('of what has no container any more forgets the secrets only once the links are taken back', async () => {
    const input = await running('sonarr');
    const lines = printPlan(purging({ ...input, observed: nothing(input.service.id) })).split('\n');
    expect(lines).toContain('[1,2] -> #4 prepare: forget secret sonarr/api-key (purge was asked for)');
  });

  it.each(['sonarr', 'qbittorrent', 'jellyfin'])('of %s never touches the user’s data', async (id) => {
    const plan = purging(await running(id));
    expect(argumentsOf(plan, 'removeDirectory')).toEqual([
      { path: `/srv/config/${id}`, configRoot: '/srv/config', dataRoot: '/srv/media' },
    ]);
    expect(plan.notes).toEqual(['/srv/media stays as it is']);
  });
});

describe('an uninstall that takes back an install', () => {
  async function undone(
    id: string,
    change: (input: PlanningInput) => PlanningInput = (input) => input,
  ): Promise<Plan> {
    const before = change(planningInput(upBut(await catalogStack('sonarr'), id), id));
    const after = installed(before);
    return planUninstall(after, { purge: false, undoes: planInstall(before) });
  }

  it('of a service that was new removes all that the install made', async () => {
    expect(printPlan(await undone('postgres'))).toMatchInlineSnapshot(`
      "#1 monitor: stop watching postgres (its end is wanted)
      [1] -> #2 deploy: stop showrunner-postgres, 120 s grace (its end is wanted)
      [2] -> #3 deploy: remove container showrunner-postgres (its end is wanted)
      [3] -> #4 resources: remove network showrunner-data if unused (goes with the last container that uses it)
      [3] -> #5 resources: remove volume showrunner-postgres-data (nothing of it is wanted)
      [3] -> #6 prepare: forget secret postgres/password (nothing of it is wanted)
      [3,4,5,6] -> #7 monitor: record postgres as absent (nothing of it runs any more)
      note: /srv/media stays as it is"
    `);
    expect(printPlan(await undone('prowlarr'))).toMatchInlineSnapshot(`
      "#1 monitor: stop watching prowlarr (its end is wanted)
      [1] -> #2 deploy: stop showrunner-prowlarr, 30 s grace (its end is wanted)
      [2] -> #3 deploy: remove container showrunner-prowlarr (its end is wanted)
      [3] -> #4 resources: remove network showrunner-media if unused (goes with the last container that uses it)
      [3] -> #5 prepare: remove folder /srv/config/prowlarr (nothing of it is wanted)
      [3] -> #6 prepare: forget secret prowlarr/api-key (nothing of it is wanted)
      [3] -> #7 prepare: forget secret prowlarr/password (nothing of it is wanted)
      [3,4,5,6,7] -> #8 monitor: record prowlarr as absent (nothing of it runs any more)
      note: /srv/media stays as it is"
    `);
  });

  it('keeps what was there before: a folder, a volume, a password of an earlier life', async () => {
    const folder = await undone('prowlarr', (input) => ({
      ...input,
      observed: { ...input.observed, folders: ['/srv/config/prowlarr'] },
      secretVersions: versions({ 'prowlarr/password': 1 }),
    }));
    expect(argumentsOf(folder, 'removeDirectory')).toEqual([]);
    expect(argumentsOf(folder, 'forgetSecret')).toEqual([{ path: 'prowlarr/api-key' }]);
    const volume = await undone('postgres', (input) => ({
      ...input,
      observed: { ...input.observed, volumes: ['showrunner-postgres-data'] },
    }));
    expect(argumentsOf(volume, 'removeVolume')).toEqual([]);
  });

  it('forgets the key that the program had made, together with the program’s folder', async () => {
    const stack = upBut(await catalogStack('sonarr'), 'jellyfin');
    const before = planningInput(stack, 'jellyfin');
    const after = installed(before);
    const secretVersions = new Map([...after.secretVersions, ...versions({ 'jellyfin/api-key': 1 })]);
    const undoes = planInstall(before);
    expect(
      argumentsOf(planUninstall({ ...after, secretVersions }, { purge: false, undoes }), 'forgetSecret'),
    ).toEqual([{ path: 'jellyfin/admin-password' }, { path: 'jellyfin/api-key' }]);
    const kept = planInstall({
      ...before,
      observed: { ...before.observed, folders: ['/srv/config/jellyfin'] },
    });
    const plan = planUninstall({ ...after, secretVersions }, { purge: false, undoes: kept });
    expect(argumentsOf(plan, 'forgetSecret')).toEqual([{ path: 'jellyfin/admin-password' }]);
  });

  it('never takes folders of the user’s data, though the install made them', async () => {
    const plan = await undone('sonarr');
    expect(argumentsOf(plan, 'removeDirectory').map(({ path }) => path)).toEqual(['/srv/config/sonarr']);
  });
});

it('a purge and an uninstall that keeps are different plans to approve', async () => {
  const input = await running('sonarr');
  expect(purging(input).hash).not.toBe(keeping(input).hash);
});
