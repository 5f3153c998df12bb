import type { PreviewInput } from '#contracts/operations.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { InstanceSettingValues } from '#domain/instance-settings.ts';
import { planFor } from '#domain/plan/plan-operation.ts';
import type { CentralActivities } from './contract.ts';
import { looking } from './plan-operation.ts';
import { type PlanningPorts, planningContext } from './planning-context.ts';

/** See `CentralActivities.openPreview`. */
export function openPreview(ports: PlanningPorts): CentralActivities['openPreview'] {
  return async ({ member, pretended }) =>
    looking(await planningContext(member.service, pretending(ports, pretended)));
}

/** See `CentralActivities.planPreview`. */
export function planPreview(ports: PlanningPorts): CentralActivities['planPreview'] {
  return async ({ member, pretended, observed }) => {
    const planning = { ...(await planningContext(member.service, pretending(ports, pretended))), observed };
    return planFor(member.operation, planning, { purge: 'purge' in member && member.purge });
  };
}

type Pretended = Pick<PreviewInput, 'services' | 'edges' | 'settings'>;

/** The same ports, with the pretended rows before those that exist. */
function pretending(ports: PlanningPorts, { services, edges, settings }: Pretended): PlanningPorts {
  const rows = new Map(services.map((service) => [service.id, service]));
  const touching = (id?: ServiceId) =>
    edges.filter(({ consumer, provider }) => id === undefined || consumer === id || provider === id);
  return {
    ...ports,
    services: {
      get: async (id) => rows.get(id) ?? ports.services.get(id),
      edges: async (id) => {
        const kept = (await ports.services.edges(id)).filter(({ consumer }) => !rows.has(consumer));
        return [...touching(id), ...kept];
      },
    },
    settings: { read: async () => ({ values: asValues(settings), revision: 0 }) },
  };
}

function asValues({ paths, user, timezone, network, images }: Pretended['settings']): InstanceSettingValues {
  return {
    'paths.data': paths.data,
    'paths.config': paths.config,
    'user.uid': user.uid,
    'user.gid': user.gid,
    'user.umask': user.umask,
    timezone,
    'network.pool': network.pool,
    'network.bind': network.bind,
    'network.portOffset': network.portOffset,
    'images.mirror': images.mirror,
  };
}
