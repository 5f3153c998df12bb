import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createGatewayClient, type GatewayClient, type HostCredentials } from '#adapters/gateway/client.ts';
import {
  type Authority,
  createAuthority,
  createRequest,
  openAuthority,
} from '#adapters/x509/certificates.ts';
import { gatewayName, hostUri } from '#contracts/gateway.ts';
import { serviceWorkflowId } from '#contracts/ids.ts';
import type { Observation } from '#contracts/messages.ts';
import { definitionId, type HostId, hostId, serviceId } from '#domain/ids.ts';
import { formatJoinToken } from '#domain/join-token.ts';
import type { HostMonitors } from '#ports/monitor-control.ts';
import { aDefinition, anEdge } from '#test/support/domain/index.ts';
import {
  createMemoryEventLog,
  createMemoryHostStore,
  createMemorySecretStore,
  createMemoryServiceStore,
} from '#test/support/memory/index.ts';
import { createTaskTokens } from '#workers/gateway/grpc/task-tokens.ts';
import { createUpstream } from '#workers/gateway/grpc/upstream.ts';
import { createMembership } from '#workers/gateway/host-api/membership.ts';
import { startGateway } from '#workers/gateway/server.ts';

export const instance = { id: '0123456789ab', name: 'test' };

export interface WorldOptions {
  readonly namespace?: string;
  /** Of Temporal; without one nothing answers there. */
  readonly temporalAddress?: string;
  /** Where the API takes uploads. */
  readonly streamsUrl?: string;
  readonly arrivalMs?: number;
  readonly budget?: { readonly ofHost: number; readonly ofStrangers: number };
}

export type GatewayWorld = Awaited<ReturnType<typeof openGatewayWorld>>;

/** A gateway on a free loopback port, before stores in memory. */
export async function openGatewayWorld(options: WorldOptions = {}) {
  const {
    namespace = 'test',
    temporalAddress = '127.0.0.1:9',
    streamsUrl = 'http://127.0.0.1:9/internal/streams',
    ...limits
  } = options;
  const services = createMemoryServiceStore();
  const hosts = createMemoryHostStore(services);
  const [secrets, events] = [createMemorySecretStore(), createMemoryEventLog()];
  const told: (readonly [string, unknown])[] = [];
  const monitors = recordingMonitors(told);
  const authority = await openAuthority(await createAuthority('test', 30));
  const faults: unknown[] = [];
  const key = randomBytes(32);
  const issue = async () => {
    const server = await authority.issueServer([gatewayName], ['127.0.0.1'], 30);
    return { ...server, authority: authority.certificate };
  };
  const start = async (port: number) => {
    const credentials = await issue();
    return startGateway({
      ...limits,
      listen: { host: '127.0.0.1', port },
      instance: instance.id,
      credentials,
      hosts,
      grpc: { upstream: createUpstream(temporalAddress), namespace, tokens: createTaskTokens(key) },
      hostApi: {
        membership: createMembership({ hosts, authority, instance, namespace }),
        ...{ hosts, services, events, secrets, monitors, streamsUrl },
        onFailure: (error) => faults.push(error),
      },
    });
  };
  let gateway = await start(0);
  const { port } = gateway;
  const clients: GatewayClient[] = [];
  const connect = (credentials: Partial<HostCredentials>): GatewayClient => {
    const client = createGatewayClient(`127.0.0.1:${port}`, {
      authority: authority.certificate,
      ...credentials,
    });
    clients.push(client);
    return client;
  };
  return {
    ...{ services, hosts, secrets, events, told, faults, authority, port, connect },
    invite: (host: string, expires = '2099-01-01T00:00:00.000Z') =>
      invite(hosts, authority, hostId(host), expires),
    /** A host that has joined, as its files have it. */
    joined: async (host: string, address = '10.0.0.2') => {
      const credentials = await issueFor(authority, hostId(host));
      const { token } = await invite(hosts, authority, hostId(host));
      await hosts.join({ tokenHash: hashOf(token), certificate: factsOf(credentials.certificate), address });
      return credentials;
    },
    /** Installed rows: each service with its host. */
    install: async (
      placed: Readonly<Record<string, string>>,
      edges: readonly (readonly [string, string])[] = [],
    ) => {
      await services.claimInstall({
        id: `claim-${Object.keys(placed).join('-')}`,
        services: Object.entries(placed).map(([id, host]) => ({
          id: serviceId(id),
          definition: { ...aDefinition(id), id: definitionId(id) },
          host: hostId(host),
          settings: {},
          sealed: {},
          ports: [],
          origin: 'request',
        })),
        edges: edges.map(([consumer, provider]) => anEdge(consumer, provider)),
      });
    },
    /** A run is at work on the service, as one that installs it. */
    takeOver: async (service: string, runId: string) => {
      await services.transition({
        service: serviceId(service),
        to: 'installing',
        cause: 'install was asked for',
        run: { workflowId: serviceWorkflowId(serviceId(service)), runId },
        release: false,
        event: { id: `${runId}/began`, correlationId: 'c', time: '2030-01-01T00:00:00.000Z' },
      });
    },
    renew: async () => gateway.renew(await issue()),
    stop: () => gateway.close(),
    start: async () => {
      gateway = await start(port);
    },
    close: async () => {
      for (const client of clients) client.close();
      await gateway.close();
    },
  };
}

export async function issueFor(
  authority: Authority,
  host: HostId,
  days = 30,
  of = instance.id,
): Promise<HostCredentials> {
  const { key, request } = await createRequest(host);
  const certificate = await authority.issueClient({
    request,
    uri: hostUri(of, host),
    commonName: host,
    days,
  });
  if (certificate === undefined) throw new Error('The test’s own request was refused.');
  return { key, certificate, authority: authority.certificate };
}

export function factsOf(certificate: string): { readonly fingerprint: string; readonly expires: string } {
  const { raw, validToDate } = new X509Certificate(certificate);
  return { fingerprint: createHash('sha256').update(raw).digest('hex'), expires: validToDate.toISOString() };
}

/** The API's side of uploads. */
export async function startReceiver(
  handle: Parameters<typeof createServer>[1],
): Promise<{ url: string; close(): void }> {
  const server: Server = createServer(handle as never);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  return {
    url: `http://127.0.0.1:${port}/internal/streams`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function invite(
  hosts: ReturnType<typeof createMemoryHostStore>,
  authority: Authority,
  host: HostId,
  expires = '2099-01-01T00:00:00.000Z',
): Promise<{ readonly token: string }> {
  const token = formatJoinToken({
    host,
    secret: randomBytes(32).toString('base64url'),
    authority: authority.fingerprint,
  });
  await hosts.invite({ host, tokenHash: hashOf(token), expires, labels: {} });
  return { token };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function recordingMonitors(told: (readonly [string, unknown])[]): HostMonitors {
  return {
    observe: async (service, observation: Observation) => {
      told.push([service, observation]);
      return true;
    },
    ensureHost: async (host) => {
      told.push([host, 'ensure']);
      return 'started';
    },
    reportHost: async (host, report) => {
      told.push([host, report]);
      return true;
    },
  };
}
