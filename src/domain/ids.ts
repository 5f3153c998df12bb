import { DomainError } from './errors.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Id of one Showrunner, kept in its home; on every resource as `showrunner.instance`. */
export type InstanceId = Branded<'InstanceId'>;
/** Slug of an installed service; by default the definition's id. */
export type ServiceId = Branded<'ServiceId'>;
export type DefinitionId = Branded<'DefinitionId'>;
export type ComponentName = Branded<'ComponentName'>;
export type HostId = Branded<'HostId'>;
/** Names one step within one plan, such as `createContainer:sonarr`. */
export type StepId = Branded<'StepId'>;
/** Names one run of one workflow; see contracts/ids.ts for its encoding. */
export type TaskId = Branded<'TaskId'>;

export const serviceId = slugParser<ServiceId>('service');
export const definitionId = slugParser<DefinitionId>('definition');
export const componentName = slugParser<ComponentName>('component');
export const hostId = slugParser<HostId>('host');
export const instanceId = slugParser<InstanceId>('instance');

export function stepId(type: string, target: string): StepId {
  return `${type}:${target}` as StepId;
}

/** True for names that are safe in container names, DNS, paths and workflow ids. */
export function isSlug(value: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(value);
}

function slugParser<Id extends string>(field: string): (value: string) => Id {
  return (value) => {
    if (isSlug(value)) return value as Id;
    const reason = 'must be 1 to 40 of a-z, 0-9 and -, beginning and ending with a letter or digit';
    throw new DomainError('invalid-input', `"${value.slice(0, 60)}" is not a ${field} id.`, {
      faults: [{ field, reason }],
    });
  };
}
