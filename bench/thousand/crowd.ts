import type { Definition } from '#domain/definition.ts';
import { serviceId } from '#domain/ids.ts';
import type { InstanceSettings } from '#domain/instance-settings.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { sketch } from '#test/support/operations/definitions.ts';
import { planStack } from '../stack/plan-stack.ts';

export const size = 1000;
/** On loopback: every service's page is a path of one server's. */
export const pagePort = 14_900;
/** As long as a definition says nothing else. */
export const probe = { intervalSeconds: 30, timeoutSeconds: 5, retries: 3 } as const;

const settings: InstanceSettings = {
  paths: { data: '/nowhere/data', config: '/nowhere/config' },
  user: { uid: 1000, gid: 1000, umask: '002' },
  timezone: 'UTC',
  network: { pool: '10.216.0.0/16', bind: '127.0.0.1', portOffset: 0 },
  images: { mirror: '' },
};

/** Services of one container without volumes, secrets or requirements. */
export const definitions: readonly Definition[] = Array.from({ length: size }, (_, at) => {
  const name = `one-${at + 1}`;
  const plain = sketch(name, { config: false });
  const components = plain.components.map((component) => ({ ...component, environment: {}, ports: [] }));
  const [component] = plain.components;
  if (component === undefined) throw new Error(`${name} has no component.`);
  const page = {
    type: 'http',
    component: component.name,
    port: pagePort,
    path: `/${name}`,
    status: [200],
  } as const;
  const { web: _web, ...rest } = plain;
  return { ...rest, secrets: {}, components, health: { readiness: page, startSeconds: 60, ...probe } };
});

export const services = definitions.map(({ id }) => serviceId(id));

/** What would have been done to install them. */
export function plansOf(instance: string): readonly Plan[] {
  return planStack({ name: instance, services, catalog: definitions, given: {}, settings });
}
