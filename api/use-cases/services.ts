import { DomainError } from '#domain/errors.ts';
import { isSlug, serviceId } from '#domain/ids.ts';
import { instanceSettingDefaults } from '#domain/instance-settings.ts';
import type { Service } from '#domain/service.ts';
import type { ServiceFilter } from '#ports/service-store.ts';
import type { Ports } from '../ports.ts';
import { type ServiceView, serviceView, type ViewSettings } from './service-view.ts';

type Needs = Pick<Ports, 'services' | 'settings' | 'hostStore'>;

export async function listServices(
  ports: Needs,
  filter: ServiceFilter = {},
): Promise<readonly ServiceView[]> {
  const [rows, edges, settings] = await Promise.all([
    ports.services.list(filter),
    ports.services.edges(),
    viewSettings(ports),
  ]);
  return rows.map((row) => serviceView(row, edges, settings));
}

/** Error: `not-found`. */
export async function getService(ports: Needs, id: string): Promise<ServiceView> {
  const row = await findService(ports, id);
  const [edges, settings] = await Promise.all([ports.services.edges(row.id), viewSettings(ports)]);
  return serviceView(row, edges, settings);
}

/** A row that is not a tombstone. Error: `not-found`. */
export async function findService(ports: Pick<Ports, 'services'>, id: string): Promise<Service> {
  const row = isSlug(id) ? await ports.services.get(serviceId(id)) : undefined;
  if (row !== undefined && !(row.status === 'absent' && row.desired === 'absent')) return row;
  throw new DomainError('not-found', `There is no service "${id.slice(0, 60)}".`);
}

/** What a service's view takes from the settings of the instance and from its hosts. */
export async function viewSettings({
  settings,
  hostStore,
}: Pick<Ports, 'settings' | 'hostStore'>): Promise<ViewSettings> {
  const [{ values }, hosts] = await Promise.all([settings.read(), hostStore.list()]);
  const { 'network.bind': bind, 'paths.config': configRoot } = { ...instanceSettingDefaults, ...values };
  return {
    bind: String(bind),
    joined: new Map(hosts.flatMap(({ id, kind, address }) => (kind === 'joined' ? [[id, address]] : []))),
    configRoot: configRoot === undefined ? undefined : String(configRoot),
  };
}
