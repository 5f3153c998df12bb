import type { ComponentDefinition, Definition } from '#domain/definition.ts';
import { DomainError } from '#domain/errors.ts';
import type { Service, Settings } from '#domain/service.ts';
import type { Ports } from '../ports.ts';
import { hostPorts, portFaults } from './host-ports.ts';
import { readInstanceSettings } from './read-instance-settings.ts';
import { refuseFaults } from './refuse-faults.ts';
import { resolveInstall } from './resolve-install.ts';
import type { GivenSettings } from './split-settings.ts';
import type { ReconfigureRequest, UpdateRequest } from './task-request.ts';

/** What the row is to say after a change; secret settings still in the clear. */
export interface ResolvedRevision {
  readonly settings?: Settings;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly definition?: Definition;
  readonly ports?: Service['ports'];
}

type Needs = Pick<Ports, 'services' | 'catalog' | 'settings'>;

/** Errors: `invalid-input` with every fault, `not-found` for what the catalog no longer has. */
export function resolveRevision(
  ports: Needs,
  row: Service,
  request: ReconfigureRequest | UpdateRequest,
): Promise<ResolvedRevision> {
  return request.operation === 'reconfigure'
    ? resolveSettings(ports, row, request)
    : resolveVersion(ports, row, request);
}

/** Checked exactly as an install checks them: against the definition that the service was installed with. */
async function resolveSettings(
  ports: Needs,
  { id }: Service,
  { settings }: ReconfigureRequest,
): Promise<ResolvedRevision> {
  const given: GivenSettings = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`${id}.${name}`, value]),
  );
  const install = { operation: 'install' as const, services: [{ id }], settings: given };
  const { services, faults } = await resolveInstall(ports, install);
  refuseFaults(faults, given);
  const own = services.find((service) => service.id === id);
  return own === undefined ? {} : { settings: own.written, secrets: own.secrets };
}

async function resolveVersion(
  needs: Needs,
  row: Service,
  { version, digest }: UpdateRequest,
): Promise<ResolvedRevision> {
  const { definition } = row;
  if (version !== undefined || digest !== undefined)
    return withPorts(needs, row, withImage(definition, version, digest));
  const newest = await needs.catalog.find(definition.id);
  if (newest !== undefined) return withPorts(needs, row, newest);
  throw new DomainError('not-found', `The catalog has no ${definition.id} any more; name a version.`);
}

/** What is there already stays where it is, whatever the offset was then. */
async function withPorts(
  { settings }: Needs,
  { id, ports: had }: Service,
  definition: Definition,
): Promise<ResolvedRevision> {
  const { network } = await readInstanceSettings(settings);
  const ports = hostPorts(definition, network.portOffset, had);
  refuseFaults(portFaults(id, ports), { 'network.portOffset': network.portOffset });
  return { definition, ports };
}

/** The main component's image by another tag or digest. Without a digest the one that was pinned is given up with the tag. */
function withImage(
  definition: Definition,
  version: string | undefined,
  digest: string | undefined,
): Definition {
  const [main, ...others] = definition.components;
  if (main === undefined) return definition;
  const { digest: _, ...unpinned } = main;
  const tagged: ComponentDefinition = {
    ...unpinned,
    image: retagged(main.image, version),
    vendorImage: retagged(main.vendorImage, version),
    ...(digest === undefined ? {} : { digest }),
  };
  return { ...definition, version: version ?? definition.version, components: [tagged, ...others] };
}

/** A colon after the last slash begins the tag; one before it belongs to the registry's port. */
function retagged(image: string, version: string | undefined): string {
  if (version === undefined) return image;
  const name = image.slice(image.lastIndexOf('/') + 1);
  const bare = name.includes(':') ? image.slice(0, image.lastIndexOf(':')) : image;
  return `${bare}:${version}`;
}
