import { it } from 'vitest';
import { planInstall } from '#domain/plan/install.ts';
import { planUninstall } from '#domain/plan/uninstall.ts';
import { printPlan } from '#domain/plan/print.ts';
import { catalogStack, planningInput, upBut, installed, withContainers, withRow } from '#test/support/domain/index.ts';
it('x', async () => {
  const s = await catalogStack('sonarr');
  const vpn = withRow(s, 'vpn', { settings: { provider: 'mullvad', type: 'wireguard', 'wireguard-addresses': '10.64.0.2/32' }, sealed: { 'wireguard-private-key': 'JWE' } });
  for (const id of ['postgres','redis','prowlarr','vpn','qbittorrent','jellyfin','sonarr']) {
    const input = planningInput(vpn, id);
    console.log(id+'\n'+printPlan(planInstall(input))+'\n'+printPlan(planInstall(installed(input)))+'\n'+printPlan(planUninstall(installed(input),{purge:false}))+'\n--purge\n'+printPlan(planUninstall(installed(input),{purge:true})));
  }
  const up = upBut(s, 'sonarr');
  const si = planningInput(up,'sonarr');
  console.log(printPlan(planInstall(si)));
  console.log(printPlan(planInstall(withContainers(installed(si), {state:'exited'}))));
  console.log(printPlan(planInstall(withContainers(installed(si), {state:'created', networks: ['showrunner-download']}))));
  console.log(printPlan(planInstall(withContainers(installed(si), {configHash:'x'}))));
});
