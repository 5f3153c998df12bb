import { componentName, serviceId } from '#domain/ids.ts';
import type { LinkEnd } from '#domain/link.ts';

/** One end of a link: the service of that name, a program of that name. */
export function anEnd(service: string): LinkEnd {
  return {
    service: serviceId(service),
    app: service,
    container: `showrunner-${service}`,
    component: componentName(service),
    port: 80,
    hostname: service,
    secrets: {},
  };
}
