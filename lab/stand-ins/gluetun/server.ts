import { empty, json, type Reply, type Request, type StandIn } from '../shared/http.ts';
import { objectOf } from '../shared/json.ts';
import { standInPage } from '../shared/page.ts';
import { isAllowed, type Role } from './roles.ts';
import type { VpnSettings } from './settings.ts';

export const version = 'v3.41.1';

export type GluetunAccess = 'open' | 'role';

/** Like the real one's, the status is forgotten at a restart: the tunnel is always asked to run. */
export interface Gluetun {
  readonly control: StandIn<GluetunAccess>;
  readonly health: StandIn<'open'>;
}

export function createGluetun(settings: VpnSettings, roles: readonly Role[]): Gluetun {
  let status: 'running' | 'stopped' = 'running';

  const setStatus = (request: Request): Reply => {
    const wanted = objectOf(request.body).status;
    if (wanted !== 'running' && wanted !== 'stopped')
      return { status: 400, type: 'text/plain', text: 'invalid status' };
    status = wanted;
    return json({ outcome: wanted });
  };

  const page = () =>
    standInPage('gluetun', version, [
      'No tunnel exists, and nothing leaves for an address that is not private.',
      `Asked for: ${settings.provider} over ${settings.type}, ${status}.`,
    ]);

  return {
    control: {
      routes: [
        { method: 'GET', path: '/', access: 'open', handle: page },
        {
          method: 'GET',
          path: '/v1/version',
          access: 'role',
          handle: () => json({ version, commit: 'stand-in' }),
        },
        { method: 'GET', path: '/v1/vpn/status', access: 'role', handle: () => json({ status }) },
        { method: 'PUT', path: '/v1/vpn/status', access: 'role', handle: setStatus },
        { method: 'GET', path: '/v1/dns/status', access: 'role', handle: () => json({ status: 'stopped' }) },
        { method: 'GET', path: '/v1/publicip/ip', access: 'role', handle: () => json({ public_ip: '' }) },
        { method: 'GET', path: '/v1/portforward', access: 'role', handle: () => json({ port: 0 }) },
      ],
      guard: (request, route) =>
        route?.access === 'open' || isAllowed(roles, request) ? undefined : empty(401),
    },
    health: {
      routes: [
        { method: 'GET', path: '/', access: 'open', handle: () => empty(status === 'running' ? 200 : 500) },
      ],
      guard: () => undefined,
    },
  };
}
