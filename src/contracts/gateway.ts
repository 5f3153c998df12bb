import type { HostId } from '#domain/ids.ts';

/** The one name that the gateway's certificate is for; hosts ask for it whatever its address is. */
export const gatewayName = 'gateway.showrunner';

/** What a host asks for besides Temporal's calls; each is a POST. */
export const gatewayPaths = {
  join: '/host/v1/join',
  renew: '/host/v1/renew',
  activate: '/host/v1/activate',
  hello: '/host/v1/hello',
  events: '/host/v1/events',
  secrets: '/host/v1/secrets',
  monitors: '/host/v1/monitors',
  /** And `/<token>`. */
  streams: '/host/v1/streams',
} as const;

/** The alternative name of a host's certificate. */
export function hostUri(instance: string, host: HostId): string {
  return `showrunner://${instance}/host/${host}`;
}

/** Largest body in bytes: a secret that somebody pasted, or an event with the last lines of a container. */
export const largestGatewayBody = 512 * 1024;
