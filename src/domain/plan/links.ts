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
  return input.service.definition.links.flatMap((definition) => {
    const provider = providerOf(input, definition);
    return provider === undefined ? [] : [plannedLink(input, definition, provider)];
  });
}

function providerOf(input: PlanningInput, link: LinkDefinition): Service | undefined {
  if (link.to === undefined) return input.service;
  const edge = input.edges.find(
    ({ consumer, capability }) => consumer === input.service.id && capability === link.to,
  );
  const provider = edge === undefined ? undefined : input.neighbours.get(edge.provider);
  return edge?.optional === true && !isUp(provider?.status) ? undefined : provider;
}

function plannedLink(input: PlanningInput, definition: LinkDefinition, provider: Service): PlannedLink {
  const { service } = input;
  const across = provider.host !== service.host;
  const link = {
    kind: definition.kind,
    consumer: linkEnd(input, service, across && callsBack[definition.kind]),
    provider: linkEnd(input, provider, across),
    arguments: definition.arguments,
  } as LinkSpec;
  const detail = 'path' in definition.arguments ? definition.arguments.path.replace(/[^a-z0-9]+/gi, '-') : '';
  const id = `${service.id}-${definition.kind}-${provider.id}${detail}`;
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
