import type { ServiceId } from '../ids.ts';
import { isUp } from '../lifecycle.ts';
import { callsBack, type LinkDefinition, type LinkEnd, type LinkSpec } from '../link.ts';
import { hostname } from '../naming.ts';
import { secretPath } from '../secret.ts';
import type { Service } from '../service.ts';
import { addressAcross } from './across.ts';
import { canonicalJson } from './canonical.ts';
import { addressContainer } from './container-spec.ts';
import type { PlanningInput } from './input.ts';

export interface PlannedLink {
  /** `<consumer>-<kind>-<provider>[-<detail>]`: names the link in plans and in the service's record. */
  readonly id: string;
  readonly link: LinkSpec;
  readonly hash: string;
}

/**
 * Links of the service to all that it requires and that is there. An optional provider that is missing has none, and neither
 * has one that is not up: nothing waits for it, so the next install that finds it up makes the link.
 */
export function linksOf(input: PlanningInput): readonly PlannedLink[] {
  return wantedLinks(input).map(({ plan }) => plan());
}

export interface WantedLink {
  readonly id: string;
  readonly kind: LinkDefinition['kind'];
  readonly provider: ServiceId;
  /** Error: `no-host` where an end has no address that the other reaches. */
  readonly plan: () => PlannedLink;
}

/** Which links there are, without what only planning them needs. */
export function wantedLinks(input: PlanningInput): readonly WantedLink[] {
  return input.service.definition.links.flatMap((definition) => {
    const provider = providerOf(input, definition);
    if (provider === undefined) return [];
    const id = idOf(input.service, definition, provider);
    const { kind } = definition;
    return [{ id, kind, provider: provider.id, plan: () => plannedLink(input, id, definition, provider) }];
  });
}

function idOf(service: Service, { kind, arguments: given }: LinkDefinition, provider: Service): string {
  const detail = 'path' in given ? given.path.replace(/[^a-z0-9]+/gi, '-') : '';
  return `${service.id}-${kind}-${provider.id}${detail}`;
}

function providerOf(input: PlanningInput, link: LinkDefinition): Service | undefined {
  if (link.to === undefined) return input.service;
  const edge = input.edges.find(
    ({ consumer, capability }) => consumer === input.service.id && capability === link.to,
  );
  const provider = edge === undefined ? undefined : input.neighbours.get(edge.provider);
  return edge?.optional === true && !isUp(provider?.status) ? undefined : provider;
}

function plannedLink(
  input: PlanningInput,
  id: string,
  definition: LinkDefinition,
  provider: Service,
): PlannedLink {
  const { service } = input;
  const across = provider.host !== service.host;
  const link = {
    kind: definition.kind,
    consumer: linkEnd(input, service, across && callsBack[definition.kind]),
    provider: linkEnd(input, provider, across),
    arguments: definition.arguments,
  } as LinkSpec;
  return { id, link, hash: input.digest(canonicalJson(link)).slice(0, 16) };
}

function linkEnd(input: PlanningInput, service: Service, across: boolean): LinkEnd {
  const { definition } = service;
  const component =
    definition.components.find(({ name }) => name === definition.web?.component) ?? definition.components[0];
  if (component === undefined) throw new TypeError(`${definition.id} has no component.`);
  const port = definition.web?.port ?? component.ports[0]?.container ?? 0;
  const secrets = Object.keys(definition.secrets).map(
    (name) => [name, secretPath(service.id, name)] as const,
  );
  return {
    service: service.id,
    app: definition.id,
    container: addressContainer(input, service, component),
    component: component.name,
    port,
    hostname: hostname(service.id, definition, component.name),
    secrets: Object.fromEntries(secrets),
    ...(definition.login?.user === undefined ? {} : { user: definition.login.user }),
    ...(across ? { at: addressAcross(input, service, port) } : {}),
  };
}
