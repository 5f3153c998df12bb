import { componentName, serviceId } from '#domain/ids.ts';
import type { LinkEnd } from '#domain/link.ts';
import { secretPath } from '#domain/secret.ts';
import type { AppAddresses } from '#ports/link-applier.ts';

/** One end of a link, with the secrets that its definition declares. */
export function linkEnd(app: string, port: number, secrets: readonly string[], service = app): LinkEnd {
  return {
    service: serviceId(service),
    app,
    container: `showrunner-${service}`,
    component: componentName(app),
    port,
    hostname: '127.0.0.1',
    secrets: Object.fromEntries(secrets.map((name) => [name, secretPath(service, name)])),
    user: 'admin',
  };
}

/** Every container on loopback, at the port that its end names. */
export const loopback: AppAddresses = {
  baseUrl: (_container, port) => Promise.resolve(`http://127.0.0.1:${port}`),
};
