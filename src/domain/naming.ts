import type { Definition } from './definition.ts';
import type { ComponentName, ServiceId } from './ids.ts';

/** Name of the instance that needs no prefix of its own. */
export const defaultInstance = 'default';

export interface InstanceName {
  readonly name: string;
}

/** `showrunner-<service>[-<component>]`; the main component goes by the service's name alone. */
export function containerName(
  instance: InstanceName,
  service: ServiceId,
  definition: Definition,
  component: ComponentName,
): string {
  const main = definition.components[0]?.name === component;
  return `${prefix(instance)}${service}${main ? '' : `-${component}`}`;
}

export function networkName(instance: InstanceName, network: string): string {
  return `${prefix(instance)}${network}`;
}

export function volumeName(instance: InstanceName, service: ServiceId, volume: string): string {
  return `${prefix(instance)}${service}-${volume}`;
}

/** Name under which other services reach the component. */
export function hostname(service: ServiceId, definition: Definition, component: ComponentName): string {
  return definition.components[0]?.name === component ? service : `${service}-${component}`;
}

function prefix(instance: InstanceName): string {
  return instance.name === defaultInstance ? 'showrunner-' : `showrunner-${instance.name}-`;
}
