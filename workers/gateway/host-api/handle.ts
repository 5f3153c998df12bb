import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { z } from 'zod';
import { gatewayPaths, largestGatewayBody } from '#contracts/gateway.ts';
import { DomainError, type ErrorKind, isDomainError } from '#domain/errors.ts';
import type { EventAppender } from '#ports/event-log.ts';
import type { HostStore } from '#ports/host-store.ts';
import type { HostMonitors } from '#ports/monitor-control.ts';
import type { HostSecrets } from '#ports/secret-store.ts';
import type { ServiceStore } from '#ports/service-store.ts';
import {
  appendSchema,
  helloSchema,
  joinRequestSchema,
  monitorCallSchema,
  renewRequestSchema,
  secretCallSchema,
} from '#schemas/gateway.ts';
import { type Bodies, endUnread } from '../body.ts';
import type { Guard, Peer } from '../guard.ts';
import type { Membership } from './membership.ts';
import { callMonitors } from './monitors.ts';
import { createScope } from './scope.ts';
import { callSecrets } from './secrets.ts';
import type { Turns } from './turns.ts';
import { passUpload } from './upload.ts';

/** A token, a certificate request of a small key, and an address. */
const largestJoinRequest = 16 * 1024;

/** For each event: a host tells 200 in a second at most, and of the database's few connections it has one for that. */
const eventRestMs = 5;

export interface HostApiPorts {
  readonly guard: Guard;
  readonly bodies: Bodies;
  readonly turns: Turns;
  readonly membership: Membership;
  readonly hosts: Pick<HostStore, 'setCapacity'>;
  readonly services: Pick<ServiceStore, 'get' | 'edges' | 'list'>;
  readonly events: EventAppender;
  readonly secrets: HostSecrets;
  readonly monitors: HostMonitors;
  /** Where the API takes uploads. */
  readonly streamsUrl: string;
  /** What no one is told: the cause of a fault of our own. */
  readonly onFailure: (error: unknown) => void;
}

/** One request of a host that is not Temporal's. Without a certificate there is but one: to join. */
export async function handleHostApi(
  ports: HostApiPorts,
  peer: Peer | undefined,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  try {
    if (headers[':method'] !== 'POST') throw new DomainError('not-found', 'Every request is a POST.');
    const path = headers[':path'] ?? '';
    const done = await answerTo(ports, peer, stream, path);
    if (done !== 'answered') send(stream, 200, done);
  } catch (error) {
    sendFailure(stream, error, ports.onFailure);
  }
}

async function answerTo(
  ports: HostApiPorts,
  peer: Peer | undefined,
  stream: ServerHttp2Stream,
  path: string,
): Promise<object | 'answered'> {
  const { membership, guard } = ports;
  const take = async <Schema extends z.ZodType>(schema: Schema, largest = largestGatewayBody) =>
    parse(schema, await ports.bodies.read(stream, peer?.host, largest));
  if (path === gatewayPaths.join) {
    const request = await take(joinRequestSchema, largestJoinRequest);
    return await membership.join(request, stream.session?.socket.remoteAddress);
  }
  if (peer === undefined) throw new DomainError('unauthenticated', 'A host shows its certificate.');
  if (path === gatewayPaths.activate) {
    const activated = await membership.activate(peer);
    guard.forget(peer.host);
    return activated;
  }
  const { id: host } = await guard.admit(peer);
  const scope = createScope(ports.services, host);
  switch (path) {
    case gatewayPaths.renew:
      return await membership.renew(host, (await take(renewRequestSchema)).request);
    case gatewayPaths.hello:
      await ports.hosts.setCapacity(host, await take(helloSchema));
      return {};
    case gatewayPaths.events: {
      const { events } = await take(appendSchema);
      return await ports.turns.take(host, events.length * eventRestMs, async () => {
        for (const event of events) await scope.event(event);
        await ports.events.append(events);
        return {};
      });
    }
    case gatewayPaths.secrets:
      return await callSecrets(ports.secrets, scope, await take(secretCallSchema));
    case gatewayPaths.monitors:
      return await callMonitors(ports.monitors, scope, host, await take(monitorCallSchema));
  }
  if (!path.startsWith(`${gatewayPaths.streams}/`))
    throw new DomainError('not-found', 'There is no such request.');
  await passUpload(stream, ports.streamsUrl, path.slice(gatewayPaths.streams.length + 1));
  return 'answered';
}

function parse<Schema extends z.ZodType>(schema: Schema, body: Buffer): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(body.toString('utf8')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), reason: message }));
  throw new DomainError('invalid-input', 'The request is not of the form that is expected.', { faults });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('invalid-input', 'The request is not JSON.');
  }
}

const statuses: Readonly<Record<ErrorKind, number>> = {
  input: 400,
  conflict: 409,
  failure: 422,
  outage: 503,
  internal: 500,
};

function sendFailure(stream: ServerHttp2Stream, error: unknown, onFailure: (error: unknown) => void): void {
  if (isOver(stream)) return;
  if (isDomainError(error)) {
    const { code, message, data } = error;
    const status = code === 'unauthenticated' ? 401 : statuses[error.kind];
    send(stream, status, { code, message, data });
    return;
  }
  onFailure(error);
  send(stream, 500, { code: 'internal', message: 'The control plane made a mistake.' });
}

function send(stream: ServerHttp2Stream, status: number, body: object): void {
  if (isOver(stream) || stream.headersSent) return;
  stream.respond({ ':status': status, 'content-type': 'application/json' });
  stream.end(JSON.stringify(body));
  endUnread(stream);
}

/** One that was closed from either end takes no answer any more, even before it is destroyed. */
function isOver(stream: ServerHttp2Stream): boolean {
  return stream.closed || stream.destroyed;
}
