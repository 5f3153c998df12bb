import { type ComponentFile, mountOf, portOf } from './component.ts';
import type { Issue } from './issue.ts';
import type { ServiceFile } from './service-file.ts';

/** What the components name must be declared, and what is declared must be used. */
export function checkParts(file: ServiceFile): readonly Issue[] {
  return [
    ...(Object.hasOwn(file.services, file.name)
      ? []
      : [{ path: ['services'], reason: `must hold the main component, ${file.name}` }]),
    ...Object.entries(file.services).flatMap(([name, component]) => checkComponent(file, name, component)),
    ...unused(file, 'volumes', (component) => component.volumes.map((mount) => mountOf(mount).volume)),
    ...unused(file, 'networks', (component) => component.networks),
    ...portsTwice(file),
  ];
}

/** True when the path lies in one of the component's volumes. */
export function isMounted(component: ComponentFile | undefined, path: string): boolean {
  return component?.volumes.some((mount) => `${path}/`.startsWith(`${mountOf(mount).path}/`)) === true;
}

function checkComponent(file: ServiceFile, name: string, component: ComponentFile): readonly Issue[] {
  const path = ['services', name];
  const missing = (kind: 'volumes' | 'networks', named: readonly string[]): readonly Issue[] =>
    named.flatMap((part, at) =>
      Object.hasOwn(file[kind], part)
        ? []
        : [{ path: [...path, kind, at], reason: `names ${part}, which ${kind} does not declare` }],
    );
  return [
    ...missing(
      'volumes',
      component.volumes.map((mount) => mountOf(mount).volume),
    ),
    ...missing('networks', component.networks),
    ...(component.networks.length === 0 ? [{ path, reason: 'must be in a network' }] : []),
    ...checkNamespace(file, name, component),
  ];
}

function checkNamespace(file: ServiceFile, name: string, component: ComponentFile): readonly Issue[] {
  const capability = component['x-showrunner']?.['namespace-of'];
  if (capability === undefined) return [];
  const { requires } = file['x-showrunner'];
  const shared = requires.some(
    (one) => one.capability === capability && one.via === 'namespace' && !one.optional,
  );
  const reason = `names ${capability}, which requires does not have with via: namespace`;
  return shared ? [] : [{ path: ['services', name, 'x-showrunner', 'namespace-of'], reason }];
}

function unused(
  file: ServiceFile,
  kind: 'volumes' | 'networks',
  usedBy: (component: ComponentFile) => readonly string[],
): readonly Issue[] {
  const used = new Set(Object.values(file.services).flatMap(usedBy));
  return Object.keys(file[kind])
    .filter((name) => !used.has(name))
    .map((name) => ({ path: [kind, name], reason: 'is used by no component' }));
}

/** One container port gives one host port, so two components of a service cannot publish the same. */
function portsTwice(file: ServiceFile): readonly Issue[] {
  const seen = new Map<string, string>();
  return Object.entries(file.services).flatMap(([name, component]) =>
    component.ports.flatMap((text, at) => {
      const { container, protocol } = portOf(text);
      const key = `${container}/${protocol}`;
      const other = seen.get(key);
      seen.set(key, name);
      return other === undefined
        ? []
        : [{ path: ['services', name, 'ports', at], reason: `${key} is published by ${other} already` }];
    }),
  );
}
