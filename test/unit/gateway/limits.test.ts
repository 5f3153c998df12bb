import { type ClientHttp2Session, connect } from 'node:http2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostCredentials } from '#adapters/gateway/client.ts';
import { gatewayName, gatewayPaths } from '#contracts/gateway.ts';
import { type GatewayWorld, openGatewayWorld } from '#test/support/gateway/world.ts';

describe('the gateway', () => {
  let world: GatewayWorld;
  let own: HostCredentials;
  const sessions: ClientHttp2Session[] = [];

  beforeEach(async () => {
    world = await openGatewayWorld({ arrivalMs: 50 });
    own = await world.joined('nas');
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) session.destroy();
    await world.close();
  });

  const open = (credentials: Partial<HostCredentials> = {}): ClientHttp2Session => {
    const { key, certificate: cert } = credentials;
    const shown = key === undefined || cert === undefined ? {} : { key, cert };
    const options = { servername: gatewayName, ca: own.authority, ...shown };
    const session = connect(`https://127.0.0.1:${world.port}`, options);
    session.on('error', () => undefined);
    sessions.push(session);
    return session;
  };

  /** Begins a request, and is done when the gateway ends it. */
  const half = async (session: ClientHttp2Session, path: string, type: string) => {
    const ended = Promise.withResolvers<void>();
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': type });
    stream.on('error', () => undefined);
    stream.once('close', () => ended.resolve());
    stream.resume();
    stream.write('{"tok');
    await ended.promise;
  };

  it('ends a request whose body does not come, and does not end with it', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    await half(open(), gatewayPaths.join, 'application/json');
    await half(open(own), gatewayPaths.hello, 'application/json');
    const poll = '/temporal.api.workflowservice.v1.WorkflowService/PollActivityTaskQueue';
    await half(open(own), poll, 'application/grpc');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});
